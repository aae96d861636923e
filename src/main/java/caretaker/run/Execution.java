package caretaker.run;

import caretaker.UserError;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.plan.Plan;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run from its claim to its outcome, whatever happens. */
final class Execution {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);
    private final Runner.Means means;
    private final Runs runs;
    private final Run run;
    private volatile Passes passes;
    private RowMover mover;

    Execution(Runner.Means means, Run run) {
        this.means = means;
        this.runs = means.runs();
        this.run = run;
    }

    void perform() {
        try {
            Faults.at("log-start");
            runs.journal().broken(run.id());
            var plan = means.plans().byId(run.planId());
            check(plan);
            var target = means.targets().of(plan.databaseId());
            if (plan.moves()) {
                move(plan, target);
            } else {
                statements(plan, target);
            }
        } catch (Batches.TakenOver e) {
            throw e;
        } catch (UserError e) {
            boolean begun = mover != null && mover.done() > 0 || run.doneRows() != null && run.doneRows() > 0;
            fail(begun ? "failed" : "refused", e.getMessage(), Map.of());
        } catch (TargetError e) {
            fail("failed", e.advice(), Map.of("sqlstate", e.sqlState()));
        } catch (RuntimeException e) {
            LOG.error("Run {} failed", run.id(), e);
            var store = TargetError.of("Caretaker's own store", e);
            fail("failed", store.sqlState().isEmpty() ? "Caretaker itself failed (" + e.getClass().getSimpleName() + "); its log tells more." : store.advice(), Map.of());
        }
    }

    /** Somebody wants it to stop: batches look for themselves, a VACUUM is ended from here. */
    void stopWanted() {
        var under = passes;
        if (under != null) {
            under.stopWanted();
        }
    }

    /** A plan is only as good as what it was made from. */
    private void check(Plan plan) {
        var database = means.databases().byId(plan.databaseId());
        if (database.stopped() != null) {
            throw UserError.refused(database.stopped());
        }
        if (!database.mayChange()) {
            throw UserError.refused("The login " + database.login() + " is " + database.loginPowers() + "; such a login may not change data here.");
        }
        if (plan.moves() && plan.content().move().leaves() == null) {
            throw UserError.refused("The plan was made by an older version of Caretaker. Preview again.");
        }
        if (!plan.moves() || run.doneRows() != null && run.doneRows() > 0) {
            return; // what has begun is resumed with its frozen plan
        }
        if (means.policies().changedSince(plan)) {
            throw UserError.refused("The policy was changed or removed after this preview. Preview again.");
        }
        if (plan.expired(means.clock().instant())) {
            throw UserError.refused("The plan has expired: what it counted is more than a day old. Preview again.");
        }
    }

    private void move(Plan plan, Target target) {
        mover = new RowMover(new RowMover.Means(runs, means.holds(), means.exports(), means.clock()), target, run, plan);
        passes = new Passes(runs.journal(), mover, new Aftercare(target, plan.content().move()), run, plan, runs.steps(run.id()).size());
        var last = passes.all();
        Faults.at("log-end");
        finish(plan, last.result(), last.problem());
    }

    private void finish(Plan plan, RowMover.Result result, String problem) {
        var details = new HashMap<String, Object>();
        if (result.remainder() != null) {
            details.put("remainder", result.remainder());
        }
        if (!result.slowed().isEmpty()) {
            details.put("slowed_ms", result.slowed());
        }
        if (problem != null) {
            details.put("aftercare", problem);
        }
        var reason = problem == null ? result.reason() : (result.reason() == null ? "" : result.reason() + "; ") + problem;
        runs.close(run, result.status(), reason, details, new Journal.Sum(result.rows(), result.batches(), plan.bytesOf(result.rows())));
        prove(plan, result);
        if (plan.policyId() != null) {
            means.afterPolicy().accept(plan.policyId());
        }
    }

    /** The first real run of a policy is a person's; once it has come to its end, routines may follow. */
    private void prove(Plan plan, RowMover.Result result) {
        if (plan.policyId() != null && plan.content().asPolicy() && run.routineId() == null && result.status().startsWith("done") && result.rows() > 0) {
            means.policies().proved(plan.policyId(), plan.policyVersion(), run.person());
        }
    }

    /** A plan that is a list of statements: all of them in one transaction. */
    private void statements(Plan plan, Target target) {
        var steps = plan.content().steps();
        for (int i = 0; i < steps.size(); i++) {
            runs.journal().step(run.id(), i + 1, steps.get(i).title(), steps.get(i).statement(), "running", null, null);
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
            runs.journal().step(run.id(), i + 1, steps.get(i).title(), steps.get(i).statement(), "done", null, null);
        }
        runs.close(run, "done", null, Map.of(), Journal.Sum.UNKNOWN);
    }

    private void fail(String status, String sentence, Map<String, Object> more) {
        var details = new HashMap<String, Object>(more);
        details.put("error", sentence);
        var sum = committed(status, details);
        for (var step : runs.steps(run.id())) {
            if (step.status().equals("running")) {
                runs.journal().step(run.id(), step.no(), step.title(), step.statement(), "failed", passes == null ? null : passes.rowsOf(step.no(), sum.rows()), sentence);
            }
        }
        runs.close(run, status, sentence, details, sum);
    }

    /** What a run that failed has moved: the ledger knows it, also of a commit whose answer never came; nobody asks it for a run that is no longer ours. */
    private Journal.Sum committed(String status, Map<String, Object> details) {
        if (mover == null || !mover.begun()) {
            return Journal.Sum.UNKNOWN;
        }
        runs.journal().progress(run.id(), null, null, null, null).orElseThrow(Batches.TakenOver::new);
        try {
            var position = mover.bury(status);
            return new Journal.Sum(position.rows(), position.batches(), mover.bytes(position.rows()));
        } catch (TargetError e) {
            details.put("unverified", true);
            return new Journal.Sum(mover.done(), null, null);
        }
    }
}
