package caretaker.run;

import caretaker.UserError;
import caretaker.db.Databases;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.plan.Plan;
import caretaker.plan.Plans;
import caretaker.plan.Policies;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes queued runs, whoever wakes it: a Quartz job, a routine or the command line. Exactly one process gets each run. */
public final class Runner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private final Runs runs;
    private final Plans plans;
    private final Policies policies;
    private final Databases databases;
    private final Targets targets;
    private final LongConsumer afterPolicy;
    private final InstantSource clock;
    private final Set<Long> active = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /** afterPolicy is told the policy's id when its rows have changed, so that its count can be taken anew. */
    public Runner(Runs runs, Plans plans, Policies policies, Databases databases, Targets targets, LongConsumer afterPolicy, InstantSource clock) {
        this.runs = runs;
        this.plans = plans;
        this.policies = policies;
        this.databases = databases;
        this.targets = targets;
        this.afterPolicy = afterPolicy;
        this.clock = clock;
        long pause = Node.LEASE.toMillis() / 6;
        heart.scheduleAtFixedRate(this::beat, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Runs it to its end in this thread, unless another process has it, and gives the entry as it then is. */
    public Run execute(long id) {
        runs.claim(id).ifPresent(run -> {
            active.add(id);
            try {
                perform(run);
            } catch (Batches.TakenOver e) {
                LOG.warn("Run {} was taken over by another console.", id);
            } finally {
                active.remove(id);
            }
        });
        return runs.byId(id);
    }

    @Override
    public void close() {
        heart.shutdownNow();
    }

    private void perform(Run run) {
        RowMover mover = null;
        try {
            var plan = plans.byId(run.planId());
            check(run, plan);
            var target = targets.of(plan.databaseId());
            if (!plan.moves()) {
                statements(run, plan, target);
                return;
            }
            mover = new RowMover(target, runs, run, plan);
            runs.step(run.id(), 1, plan.title(), null, "running", null, null);
            var result = mover.move();
            runs.step(run.id(), 1, plan.title(), null, result.status().equals("stopped") ? "stopped" : "done", result.rows(), result.reason());
            finish(run, plan, result);
        } catch (Batches.TakenOver e) {
            throw e;
        } catch (UserError e) {
            boolean begun = mover != null && mover.done() > 0 || run.doneRows() != null && run.doneRows() > 0;
            fail(run, begun ? "failed" : "refused", e.getMessage(), Map.of(), mover);
        } catch (TargetError e) {
            fail(run, "failed", e.advice(), Map.of("sqlstate", e.sqlState()), mover);
        } catch (RuntimeException e) {
            LOG.error("Run {} failed", run.id(), e);
            fail(run, "failed", "Caretaker itself failed (" + e.getClass().getSimpleName() + "); its log tells more.", Map.of(), mover);
        }
    }

    /** A plan is only as good as what it was made from. */
    private void check(Run run, Plan plan) {
        var database = databases.byId(plan.databaseId());
        if (!database.mayChange()) {
            throw UserError.refused("The login " + database.login() + " is " + database.loginPowers() + "; such a login may not change data here.");
        }
        if (!plan.moves() || run.doneRows() != null && run.doneRows() > 0) {
            return; // what has begun is resumed with its frozen plan
        }
        if (policies.changedSince(plan)) {
            throw UserError.refused("The policy was changed or removed after this preview. Preview again.");
        }
        if (plan.expired(clock.instant())) {
            throw UserError.refused("The plan has expired: what it counted is more than a day old. Preview again.");
        }
    }

    /** The first real run of a policy is a person's; once it has come to its end, routines may follow. */
    private void prove(Run run, Plan plan, RowMover.Result result) {
        if (plan.policyId() != null && plan.content().asPolicy() && run.routineId() == null && result.status().startsWith("done") && result.rows() > 0) {
            policies.proved(plan.policyId(), plan.policyVersion(), run.person());
        }
    }

    private void finish(Run run, Plan plan, RowMover.Result result) {
        var details = new HashMap<String, Object>();
        if (result.remainder() != null) {
            details.put("remainder", result.remainder());
        }
        var bytes = plan.bytesOf(result.rows());
        runs.close(run.id(), result.status(), result.reason(), details, result.rows(), result.batches(), bytes);
        prove(run, plan, result);
        if (plan.policyId() != null) {
            afterPolicy.accept(plan.policyId());
        }
    }

    /** A plan that is a list of statements: all of them in one transaction. */
    private void statements(Run run, Plan plan, Target target) {
        var steps = plan.content().steps();
        for (int i = 0; i < steps.size(); i++) {
            runs.step(run.id(), i + 1, steps.get(i).title(), steps.get(i).statement(), "running", null, null);
        }
        target.working(connection -> {
            for (var step : steps) {
                try (var statement = connection.createStatement()) {
                    statement.execute(step.statement());
                }
            }
            return null;
        });
        for (int i = 0; i < steps.size(); i++) {
            runs.step(run.id(), i + 1, steps.get(i).title(), steps.get(i).statement(), "done", null, null);
        }
        runs.close(run.id(), "done", null, Map.of());
    }

    private void fail(Run run, String status, String sentence, Map<String, Object> more, RowMover mover) {
        var details = new HashMap<String, Object>(more);
        details.put("error", sentence);
        for (var step : runs.steps(run.id())) {
            if (step.status().equals("running")) {
                runs.step(run.id(), step.no(), step.title(), step.statement(), "failed", mover == null ? null : mover.done(), sentence);
            }
        }
        runs.close(run.id(), status, sentence, details, mover == null ? null : mover.done(), null, null);
    }

    private void beat() {
        for (var id : active) {
            try {
                runs.progress(id, null, null, null);
            } catch (RuntimeException e) {
                LOG.warn("The heartbeat of run {} could not be written: {}", id, e.getMessage());
            }
        }
    }
}
