package caretaker.schedule;

import caretaker.UserError;
import caretaker.db.Store;
import caretaker.db.TargetError;
import caretaker.plan.Cleanup;
import caretaker.plan.Overrides;
import caretaker.plan.Planner;
import caretaker.plan.Policies;
import caretaker.plan.Policy;
import caretaker.run.Entry;
import caretaker.run.Run;
import caretaker.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a routine does once it is woken: its tasks in order, each with an entry of its own in the log, whatever becomes of it. */
public final class RoutineWork {
    /** What the work needs; execute runs a queued run to its end. */
    public record Means(Policies policies, Planner planner, Runs runs, LongFunction<Run> execute, Cleanup cleanup) {}

    private static final Logger LOG = LoggerFactory.getLogger(RoutineWork.class);
    private final Store store;
    private final Means means;
    private final Runs runs;
    private final InstantSource clock;

    public RoutineWork(Store store, Means means, InstantSource clock) {
        this.store = store;
        this.means = means;
        this.runs = means.runs();
        this.clock = clock;
    }

    /** Works through the routine under its open entry and closes it. */
    public void run(Routine routine, long entry) {
        var person = runs.byId(entry).person();
        var began = clock.instant();
        for (var task : routine.tasks()) {
            if (spent(routine, began)) {
                record(routine, entry, person, task, null, "skipped", "The time budget of " + routine.budgetMinutes() + " minutes was used up.");
                continue;
            }
            try {
                work(routine, entry, person, task);
            } catch (UserError e) {
                record(routine, entry, person, task, null, "refused", e.getMessage());
            } catch (TargetError e) {
                record(routine, entry, person, task, null, "failed", e.advice());
            } catch (RuntimeException e) {
                LOG.error("The task {} of the routine {} failed", task, routine.name(), e);
                record(routine, entry, person, task, null, "failed", "Caretaker itself failed (" + e.getClass().getSimpleName() + "); its log tells more.");
            }
        }
        var outcome = Outcome.of(runs.children(entry));
        store.update("own/routine_totals", Map.of("id", entry));
        runs.close(entry, outcome.status(), outcome.reason(), outcome.details());
    }

    private void work(Routine routine, long entry, String person, String task) {
        if (task.equals(Routine.CLEANUP_STATISTICS)) {
            count(routine, entry, person);
            return;
        }
        var policy = means.policies().list(routine.databaseId()).stream().filter(p -> p.name().equals(task)).findFirst().orElse(null);
        if (policy == null) {
            record(routine, entry, person, task, null, "refused", "There is no policy " + task + " for " + routine.databaseName() + " any more.");
        } else if (policy.keepsForever()) {
            record(routine, entry, person, task, policy, "skipped", "The policy keeps its rows for good.");
        } else if (!policy.proved()) {
            record(routine, entry, person, task, policy, "refused", "Version " + policy.version() + " of the policy has not been run by a person yet: "
                + "preview it and run it once, then routines follow.");
        } else {
            move(routine, entry, person, policy);
        }
    }

    /** Each fire makes its own plan from the policy as approved. */
    private void move(Routine routine, long entry, String person, Policy policy) {
        var plan = means.planner().preview(policy, Overrides.NONE, person);
        if (plan.refusal() != null) {
            record(routine, entry, person, policy.name(), policy, "refused", plan.refusal() + " (plan " + plan.id() + ")");
            return;
        }
        means.execute().apply(runs.queue(plan, person, routine.reason(), entry, routine.id(), runs.byId(entry).dueAt()));
    }

    private void count(Routine routine, long entry, String person) {
        var id = runs.open(entry(routine, entry, person, Routine.CLEANUP_STATISTICS, null, null, Map.of()));
        try {
            means.cleanup().measureAll(routine.databaseId());
            var table = means.cleanup().list(routine.databaseId()).stream().map(RoutineWork::line).toList();
            var failed = table.stream().filter(c -> c.get("error") != null).count();
            runs.close(id, failed == 0 ? "done" : "done_with_remainder", failed == 0 ? null : failed + " of " + table.size() + " policies could not be counted.",
                Map.of("cleanup", table));
        } catch (RuntimeException e) {
            var sentence = e instanceof TargetError ? e.getMessage() : "Caretaker itself failed (" + e.getClass().getSimpleName() + "); its log tells more.";
            LOG.error("The cleanup statistics of {} could not be counted", routine.databaseName(), e);
            runs.close(id, "failed", sentence, Map.of("error", sentence));
        }
    }

    private static Map<String, Object> line(Cleanup.Row row) {
        var line = new LinkedHashMap<String, Object>();
        line.put("policy", row.policyName());
        line.put("table", row.schemaName() + "." + row.tableName());
        line.put("totalRows", row.totalRows());
        line.put("dueRows", row.dueRows());
        line.put("oldest", row.oldest());
        line.put("tableBytes", row.tableBytes());
        line.put("error", row.error());
        return line;
    }

    private void record(Routine routine, long parent, String person, String task, Policy policy, String status, String reason) {
        runs.record(entry(routine, parent, person, task, policy, reason, status.equals("failed") ? Map.of("error", reason) : Map.of()), status);
    }

    private Entry entry(Routine routine, long parent, String person, String task, Policy policy, String reason, Map<String, Object> details) {
        var type = policy == null ? task.equals(Routine.CLEANUP_STATISTICS) ? task : "task" : policy.action();
        return new Entry(type, task, person, routine.databaseId(), routine.databaseName(), routine.environment(), policy == null ? null : policy.target(),
            policy == null ? null : policy.id(), policy == null ? null : policy.name(), routine.id(), parent, runs.byId(parent).dueAt(), null, reason, details);
    }

    private boolean spent(Routine routine, Instant began) {
        return routine.budgetMinutes() != null && Duration.between(began, clock.instant()).toMinutes() >= routine.budgetMinutes();
    }
}
