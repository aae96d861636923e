package caretaker.run;

import caretaker.UserError;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.plan.MoveSql;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Executes the move of a plan: short batches in a forward walk, until nothing is due, somebody stops it, or something is not as previewed. */
final class RowMover {
    private static final int FIRST_BATCH = 1_000;
    private static final int TARGET_LOW_MS = 250;
    private static final int TARGET_HIGH_MS = 500;
    private static final int TRIES = 5;
    private static final int REMAINDER_LIMIT = 1_000_000;
    private static final Set<String> RETRYABLE = Set.of("40001", "40P01", "55P03", "57014");
    private final Target target;
    private final Runs runs;
    private final Run run;
    private final Plan plan;
    private final Plan.Move move;
    private final Ledger ledger;
    private long done;
    private int no;
    private int batches;
    private int size;

    RowMover(Target target, Runs runs, Run run, Plan plan) {
        this.target = target;
        this.runs = runs;
        this.run = run;
        this.plan = plan;
        this.move = plan.content().move();
        this.ledger = new Ledger(target, run.runKey());
        this.size = Math.min(FIRST_BATCH, move.batchRows());
        this.done = run.doneRows() == null ? 0 : run.doneRows();
        this.batches = run.batches() == null ? 0 : run.batches();
    }

    /** How it ended: the outcome, why, and the numbers of the ledger. */
    record Result(String status, String reason, long rows, int batches, Long remainder) {}

    /** Moves until it ends. A lost connection is opened again and the ledger asked what was committed. */
    Result move() {
        for (int losses = 0; ; losses++) {
            try {
                return target.alone("run " + run.id(), connection -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("set statement_timeout = '30s'");
                    }
                    connection.setAutoCommit(false);
                    return session(connection);
                });
            } catch (TargetError error) {
                if (!error.unreachable() || losses == TRIES) {
                    throw error;
                }
                pause(losses);
            }
        }
    }

    /** Rows that are committed, as far as this process knows. */
    long done() {
        return done;
    }

    private Result session(Connection connection) throws SQLException {
        report(); // a run that is no longer ours must not take the ledger from its new owner
        int epoch = ledger.begin(connection, plan, run.person());
        connection.commit();
        try {
            var position = ledger.position(connection);
            done = position.rows();
            no = position.lastNo();
            batches = position.batches();
            long archive = new Preparation(target, plan).archive(connection);
            var work = new Batches(target, connection, plan, ledger, epoch, archive);
            connection.commit(); // only now may the structure change, and the batches would see it
            var result = walk(connection, work, start(connection, run.walksAgain() ? null : position.toKey()));
            end(connection, result.status());
            return result;
        } catch (UserError e) {
            connection.rollback();
            end(connection, "failed");
            throw e;
        }
    }

    private void end(Connection connection, String outcome) throws SQLException {
        ledger.end(connection, outcome);
        connection.commit();
    }

    private Walk start(Connection connection, String position) throws SQLException {
        if (move.walk().equals("index")) {
            return new Walk.ByIndex(new MoveSql(move), position);
        }
        var extent = target.read(connection, "own/move_extent", Extent.class, Map.of("oid", move.tableOid())).get(0);
        connection.commit();
        return new Walk.ByBlocks(extent.blocks(), extent.rowsPerBlock(), position);
    }

    /** The size of a table in blocks. */
    public record Extent(long blocks, double rowsPerBlock) {}

    private Result walk(Connection connection, Batches work, Walk walk) throws SQLException {
        var stop = report();
        int fruitless = 0;
        while (stop.isEmpty()) {
            long started = System.nanoTime();
            var from = walk.position();
            var batch = attempt(work, walk);
            if (batch.range().isEmpty()) {
                return finished(work);
            }
            fruitless = batch.rows() == 0 && batch.range().get().tie() ? fruitless + 1 : 0;
            if (fruitless == 2) {
                throw UserError.refused("Rows match but are not deleted: a trigger of " + plan.target() + " keeps them.");
            }
            walk.passed(batch.range().get());
            if (batch.rows() > 0) {
                int ms = (int) ((System.nanoTime() - started) / 1_000_000);
                done += batch.rows();
                batches++;
                runs.batch(run.id(), ++no, batch.rows(), ms, from, batch.range().get().to(), null);
                steer(ms);
            }
            stop = report();
        }
        return new Result("stopped", "stopped by " + stop + " after batch " + no + "; what was moved stays moved", done, batches, null);
    }

    /** A batch, tried again when it collided with somebody: smaller each time. */
    private Batches.Batch attempt(Batches work, Walk walk) throws SQLException {
        for (int tries = 0; ; tries++) {
            try {
                return work.next(walk, size, no + 1, done);
            } catch (SQLException | TargetError e) {
                var error = TargetError.of(plan.content().databaseName(), e);
                if (!RETRYABLE.contains(error.sqlState()) || tries == TRIES) {
                    throw error;
                }
                size = Math.max(1, size / 2);
                pause(tries);
            }
        }
    }

    private Result finished(Batches work) throws SQLException {
        Long rest;
        try {
            rest = work.remaining(REMAINDER_LIMIT);
        } catch (SQLException e) {
            var error = TargetError.of(plan.content().databaseName(), e);
            if (!RETRYABLE.contains(error.sqlState())) {
                throw error;
            }
            return new Result("done", "what may have come behind the walk could not be counted in time", done, batches, null);
        }
        return rest == 0 ? new Result("done", null, done, batches, 0L)
            : new Result("done_with_remainder", rest + (rest == 1 ? " row that matches was" : " rows that match were")
                + " locked, kept by a trigger, or appeared behind the walk", done, batches, rest);
    }

    private String report() {
        return runs.progress(run.id(), done, batches, plan.bytesOf(done)).orElseThrow(Batches.TakenOver::new);
    }

    /** Keeps batches between a quarter and half a second: long enough to be quick, short enough that nobody notices. */
    private void steer(int ms) {
        if (ms < TARGET_LOW_MS) {
            size = Math.min(move.batchRows(), size * 2);
        } else if (ms > TARGET_HIGH_MS) {
            size = Math.max(Math.min(100, move.batchRows()), size / 2);
        }
    }

    private static void pause(int tries) {
        try {
            TimeUnit.MILLISECONDS.sleep((200L << tries) + ThreadLocalRandom.current().nextInt(200));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserError.refused("The console is stopping.");
        }
    }
}
