package caretaker.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.plan.Handling;
import caretaker.plan.Overrides;
import caretaker.plan.Plan;
import caretaker.plan.PolicyDraft;
import caretaker.run.Run;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Caretaker over a copy of the table, through the doors that a console uses: policy, preview, run. */
final class Caretaker implements AutoCloseable {
    private final Workbench bench = new Workbench();
    private final Events events;
    private final Copy copy;
    private final Exported exported = new Exported(Path.of("target", "test-servers", "exports-" + bench.address.database()));

    Caretaker(Events events) {
        this.events = events;
        this.copy = Copy.inPlaceOf(bench.address, events);
        bench.withLedger();
    }

    /** How long a whole move takes: the run's own steps by the store's clock, from its start to the end of the proofs. */
    static double seconds(Events events, String action, int workers, boolean snapshot) throws SQLException {
        try (var caretaker = new Caretaker(events)) {
            var plan = caretaker.preview(action, new Handling(null, "full", workers, null, null));
            caretaker.copy.settle();
            Run run;
            try (var other = snapshot ? caretaker.copy.oldSnapshot() : null) {
                run = caretaker.run(caretaker.queue(plan));
            }
            assertEquals("done", run.status(), () -> run.reason() + " " + run.details());
            assertEquals(events.due(), run.doneRows(), "rows as the run tells them");
            events.verifyMoved(caretaker.copy.address(), action.equals("archive"));
            if (action.equals("export")) {
                events.verifyFiles(caretaker.exported);
            }
            return caretaker.seconds(run);
        }
    }

    /** The statements that make the archive table of a plan. */
    static List<String> archive(Events events) {
        try (var caretaker = new Caretaker(events)) {
            return caretaker.preview("archive", Handling.DEFAULT).content().move().archive().create();
        }
    }

    Plan preview(String action, Handling handling) {
        return preview(action, handling, false);
    }

    /** exact: a large table is counted too. */
    Plan preview(String action, Handling handling, boolean exact) {
        var policy = bench.policies.save(new PolicyDraft("bench", "managed", Events.TABLE, Events.COLUMN, Events.KEEP, List.of(), action, null, false,
            null, null, BigDecimal.valueOf(100), null, null, null, null, handling), "bench");
        return bench.planner.preview(policy, new Overrides(null, null, null, exact), "bench");
    }

    /** Makes the batches of a stored plan as small as they are beside others. */
    void inBatchesOf(int rows, Plan plan) {
        TestServer.execute(bench.storeAddress, "update caretaker_store.plan set content = jsonb_set(content, '{move,batchRows}', '" + rows + "') where id = " + plan.id());
    }

    long queue(Plan plan) {
        return bench.runs.queue(plan, "bench", null, null, null, null);
    }

    Run run(long id) {
        return bench.runner.execute(id);
    }

    void stop(long id) {
        bench.runs.stop(id, "bench");
    }

    Copy copy() {
        return copy;
    }

    /** The moving step alone: no bound is followed by a VACUUM and a count of what still matches. */
    private double seconds(Run run) {
        var moving = bench.runs.steps(run.id()).get(0);
        return Duration.between(moving.startedAt(), moving.endedAt()).toNanos() / 1e9;
    }

    @Override
    public void close() {
        bench.close();
        copy.close();
        exported.close();
        TestServer.execute(TestServer.in("postgres"), "drop database \"" + bench.storeAddress.database() + "\" with (force)");
    }
}
