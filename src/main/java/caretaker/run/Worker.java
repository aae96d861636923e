package caretaker.run;

import caretaker.UserError;
import caretaker.db.TargetError;
import java.sql.Connection;
import java.sql.SQLException;

/** A session of a run at work: takes its turn at the table, moves a batch, reports it, rests. */
final class Worker {
    private static final int TRIES = 5;
    private static final int OFTEN = 3;
    private final Crew.Site site;
    private final Crew crew;
    private final Connection connection;
    private final int no;
    private final Turn turn;
    private final Batches batches;
    private int changed; // batches that came too late because a row had changed

    /** no: 1 is the session that the run began with, others are spare ones. */
    Worker(Crew.Site site, Crew crew, Connection connection, int no, Turn turn) {
        this.site = site;
        this.crew = crew;
        this.connection = connection;
        this.no = no;
        this.turn = turn;
        this.batches = new Batches(site.target(), connection, site.plan(), site.common(), no);
    }

    /** Works until nothing is left or the crew ends. */
    void work() throws SQLException {
        try {
            walk();
        } finally {
            turn.pass();
        }
    }

    private void walk() throws SQLException {
        int fruitless = 0;
        while (goesOn()) {
            var dial = crew.orders(null);
            if (dial == null || held()) {
                continue;
            }
            long started = System.nanoTime();
            var batch = attempt(dial);
            if (batch == null) {
                return;
            }
            fruitless = batch.rows() == 0 && batch.span().found() > 0 && site.plan().content().move().ownCode() ? fruitless + 1 : 0;
            if (fruitless == 2) {
                throw UserError.refused("Rows match but are not deleted: a trigger of " + site.plan().target() + " keeps them.");
            }
            rest(batch, (int) ((System.nanoTime() - started) / 1_000_000), dial);
            turn.pass();
        }
    }

    /** With its turn at hand. A spare session makes way for a run that has none yet. */
    private boolean goesOn() {
        turn.take();
        return !crew.ends() && !(no > 1 && site.target().crowded());
    }

    /** A batch, tried again when it collided with somebody: smaller each time. Null at the end. */
    private Batches.Batch attempt(String dial) throws SQLException {
        for (int tries = 0; ; tries++) {
            turn.take();
            try {
                return batches.next(site.pacer().rows(), tries > 0 || changed >= OFTEN, site.pacer().rests(dial) ? () -> { } : turn::pass).orElse(null);
            } catch (SQLException | TargetError e) {
                var error = TargetError.of(site.plan().content().databaseName(), e);
                if (!RowMover.RETRYABLE.contains(error.sqlState()) || tries == TRIES) {
                    throw error;
                }
                changed += error.sqlState().equals("40001") ? 1 : 0;
                site.pacer().collided();
                long started = System.nanoTime();
                RowMover.pause(tries);
                site.pacer().note(error.sqlState().equals("55P03") ? "another session held a lock" : "a batch collided with another transaction",
                    (System.nanoTime() - started) / 1_000_000);
            }
        }
    }

    private void rest(Batches.Batch batch, int ms, String dial) {
        var rest = site.pacer().after(batch.rows(), ms, batch.waiting(), dial);
        if (batch.rows() > 0) {
            var relation = batch.leaf().oid() == site.plan().content().move().tableOid() ? null : batch.leaf().schema() + "." + batch.leaf().table();
            var file = batch.file();
            site.runs().journal().batch(site.run().id(), new Runs.BatchRow(batch.no(), batch.rows(), ms, batch.span().from(), batch.span().to(), null, rest.reason(),
                relation, no, rest.milliseconds(), file == null ? null : site.common().files().relative(file), file == null ? null : file.bytes()));
        }
        if (rest.milliseconds() > 0) {
            turn.take(); // nobody works meanwhile
            RowMover.rest(rest.milliseconds());
        }
    }

    /** Reads the server's signals when it is time; true when nothing may be moved now, after a wait. */
    private boolean held() throws SQLException {
        site.lookout().look(connection);
        var reason = site.pacer().held();
        if (reason != null) {
            crew.orders(reason);
            turn.pass(); // a spare session makes way meanwhile
            RowMover.rest(1_000);
            if (no == 1) { // all of them wait for the same
                site.pacer().note(reason, 1_000);
            }
        }
        return reason != null;
    }
}
