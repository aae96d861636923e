package caretaker.run;

import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.plan.Plans;
import java.time.InstantSource;
import java.util.Map;

/** Finds runs whose console died, makes sure that nothing of them goes on, and marks them as interrupted with the exact rows of the ledger. */
public final class Reaper {
    private final Runs runs;
    private final Plans plans;
    private final Targets targets;
    private final InstantSource clock;

    public Reaper(Runs runs, Plans plans, Targets targets, InstantSource clock) {
        this.runs = runs;
        this.plans = plans;
        this.targets = targets;
        this.clock = clock;
    }

    /** Marks every lost run; safe to call from several consoles at once. */
    public void reap() {
        runs.running().stream().filter(this::lost).forEach(this::bury);
    }

    private boolean lost(Run run) {
        return run.heartbeatAt() == null || run.heartbeatAt().isBefore(clock.instant().minus(Node.LEASE))
            || Node.parse(run.node()).map(Node::gone).orElse(false);
    }

    /** The run is taken from its console first: one that only slept would else go on after its rows were read here. */
    private void bury(Run run) {
        if (!runs.adopt(run)) {
            return;
        }
        runs.journal().broken(run.id());
        var plan = run.planId() == null ? null : plans.find(run.planId()).orElse(null);
        var cause = "The console that ran it ended" + Node.parse(run.node()).map(n -> " (process " + n.pid() + " on " + n.host() + ")").orElse("") + ".";
        if (plan == null || !plan.moves()) {
            runs.close(run, "interrupted", cause, Map.of("error", cause), Journal.Sum.UNKNOWN);
            return;
        }
        try {
            var position = new Ledger(targets.of(plan.databaseId()), run.runKey()).bury("interrupted");
            runs.close(run, "interrupted", cause + " The ledger says exactly what was committed; the rest can be resumed.", Map.of("error", cause),
                new Journal.Sum(position.rows(), position.batches(), plan.bytesOf(position.rows())));
        } catch (TargetError e) {
            runs.close(run, "interrupted", cause + " The database does not answer (" + e.sentence() + "), so the rows are those last reported.",
                Map.of("error", cause, "unverified", true), Journal.Sum.UNKNOWN);
        }
    }
}
