package caretaker.schedule;

import caretaker.UserError;
import caretaker.db.Databases;
import caretaker.db.Store;
import caretaker.db.TargetError;
import caretaker.plan.Cleanup;
import caretaker.plan.Overrides;
import caretaker.plan.Plan;
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
    public record Means(Databases databases, Policies policies, Planner planner, Runs runs, LongFunction<Run> execute, Cleanup cleanup) {}

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

    /** One task of a routine that works under its entry, for the person who started it; policy is null until it is known. */
    private record Task(Routine routine, Run parent, String name, Policy policy) {
        Entry entry(String reason, Map<String, Object> details) {
            var type = policy != null ? policy.action() : name.equals(Routine.CLEANUP_STATISTICS) ? name : "task";
            return new Entry(type, name, parent.person(), routine.databaseId(), routine.databaseName(), routine.environment(), policy == null ? null : policy.target(),
                policy == null ? null : policy.id(), policy == null ? null : policy.name(), routine.id(), parent.id(), parent.dueAt(), null, reason, details);
        }
    }

    /** Works through the routine under its open entry and closes it. */
    public void run(Routine routine, long entry) {
        var parent = runs.byId(entry);
        var began = clock.instant();
        for (var name : routine.tasks()) {
            var task = new Task(routine, parent, name, null);
            var stopped = means.databases().byId(routine.databaseId()).stopped();
            if (stopped != null) {
                record(task, "skipped", stopped);
            } else if (spent(routine, began)) {
                record(task, "skipped", "The time budget of " + routine.budgetMinutes() + " minutes was used up.");
            } else {
                guarded(task);
            }
        }
        var outcome = Outcome.of(runs.children(entry));
        store.update("own/routine_totals", Map.of("id", entry));
        runs.close(entry, outcome.status(), outcome.reason(), outcome.details());
    }

    /** Whatever goes wrong in one task, the next one has its turn. */
    private void guarded(Task task) {
        try {
            work(task);
        } catch (UserError e) {
            boolean stopped = e.getMessage().equals(means.databases().byId(task.routine.databaseId()).stopped()); // meanwhile
            record(task, stopped ? "skipped" : "refused", e.getMessage());
        } catch (TargetError e) {
            record(task, "failed", e.getMessage() + (e.meaning().isEmpty() ? "" : ". " + e.meaning()));
        } catch (RuntimeException e) {
            LOG.error("The task {} of the routine {} failed", task.name, task.routine.name(), e);
            record(task, "failed", own(e));
        }
    }

    private void work(Task task) {
        if (task.name.equals(Routine.CLEANUP_STATISTICS)) {
            count(task);
            return;
        }
        var policy = means.policies().list(task.routine.databaseId()).stream().filter(p -> p.name().equals(task.name)).findFirst().orElse(null);
        var known = new Task(task.routine, task.parent, task.name, policy);
        if (policy == null) {
            record(known, "refused", "There is no policy " + task.name + " for " + task.routine.databaseName() + " any more.");
        } else if (policy.keepsForever()) {
            record(known, "skipped", "The policy keeps its rows for good.");
        } else {
            move(known);
        }
    }

    /** Each fire makes its own plan from the policy as approved. */
    private void move(Task task) {
        var person = task.parent.person();
        var plan = means.planner().preview(task.policy, Overrides.NONE, person);
        if (!task.policy.proved()) {
            unproved(task, plan);
        } else if (plan.refusal() != null) {
            record(task, "refused", plan.refusal() + " (plan " + plan.id() + ")");
        } else {
            means.execute().apply(runs.queue(plan, person, task.routine.reason(), task.parent.id(), task.routine.id(), task.parent.dueAt()));
        }
    }

    /** The first real run is a person's; until then a routine says so, unless there was nothing to do anyway. */
    private void unproved(Task task, Plan plan) {
        if (plan.exact() && plan.rows() == 0) {
            record(task, "done", "Nothing was past its time.");
        } else {
            record(task, "refused", "Version " + task.policy.version() + " of the policy has not been run by a person yet: preview it and run it once, then routines follow.");
        }
    }

    private void count(Task task) {
        var id = runs.open(task.entry(null, Map.of()));
        try {
            means.cleanup().measureAll(task.routine.databaseId());
            var table = means.cleanup().list(task.routine.databaseId()).stream().map(RoutineWork::line).toList();
            var failed = table.stream().filter(c -> c.get("error") != null).count();
            runs.close(id, failed == 0 ? "done" : "done_with_remainder", failed == 0 ? null : failed + " of " + table.size() + " policies could not be counted.",
                Map.of("cleanup", table));
        } catch (RuntimeException e) {
            var sentence = e instanceof TargetError ? e.getMessage() : own(e);
            LOG.error("The cleanup statistics of {} could not be counted", task.routine.databaseName(), e);
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

    private void record(Task task, String status, String reason) {
        runs.record(task.entry(reason, status.equals("failed") ? Map.of("error", reason) : Map.of()), status);
    }

    private static String own(RuntimeException e) {
        return "Caretaker itself failed (" + e.getClass().getSimpleName() + "); its log tells more.";
    }

    private boolean spent(Routine routine, Instant began) {
        return routine.budgetMinutes() != null && Duration.between(began, clock.instant()).toMinutes() >= routine.budgetMinutes();
    }
}
