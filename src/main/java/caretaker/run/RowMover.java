package caretaker.run;

import caretaker.UserError;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.observe.Table;
import caretaker.plan.Holds;
import caretaker.plan.MoveSql;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Executes the move of a plan: short batches in a forward walk, until nothing is due, somebody stops it, or something is not as previewed. */
final class RowMover {
    private static final int TRIES = 5;
    private static final int ANSWER_MS = 90_000;
    /** Rows wait between their deletion and their way into the archive in memory, where a batch has room, and not in a file of the server. */
    private static final String MEMORY = "select set_config('work_mem', '64MB', false) where pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('64MB')";
    static final Set<String> RETRYABLE = Set.of("40001", "40P01", "55P03", "57014");
    private final Means means;
    private final Target target;
    private final Run run;
    private final Plan plan;
    private final Plan.Move move;
    private final Ledger ledger;
    private final Pacer pacer;
    private final Lookout lookout;
    private final Instant startedAt;
    private Tally tally;
    private Batches.Common common;

    RowMover(Means means, Target target, Run run, Plan plan) {
        this.means = means;
        this.target = target;
        this.run = run;
        this.plan = plan;
        this.move = plan.content().move();
        this.ledger = new Ledger(target, run.runKey());
        this.pacer = new Pacer(move.batchRows());
        this.lookout = new Lookout(target, move, pacer);
        this.startedAt = means.clock().instant();
    }

    /** What a move needs besides its database. */
    record Means(Runs runs, Holds holds, ExportFolder exports, InstantSource clock) {}

    /**
     * How it ended: the outcome, why, and the numbers of the ledger. remainder: rows that still match, null while they are not counted. slowed: why it was not
     * faster, with milliseconds. early: a walk ended before its table did.
     */
    record Result(String status, String reason, long rows, int batches, Long remainder, Map<String, Long> slowed, boolean early) {
        Result with(String status, String reason, Long remainder) {
            return new Result(status, reason, rows, batches, remainder, slowed, early);
        }

        /** True when the walk ended early and, now that it was counted, not nothing is left. */
        boolean goesOn() {
            return early && !Long.valueOf(0).equals(remainder);
        }
    }

    /** Moves until it ends; whole: each walk goes to the very end. A lost connection is opened again and the ledger asked what was committed. */
    Result move(boolean whole) {
        for (int losses = 0; ; losses++) {
            long before = done();
            try {
                return target.alone("run " + run.id(), connection -> {
                    prepare(connection);
                    return session(connection, whole || run.walksAgain());
                });
            } catch (TargetError error) {
                losses = done() > before ? 0 : losses;
                if (!error.unreachable() || losses == TRIES) {
                    throw error;
                }
                pause(losses);
            }
        }
    }

    /** Rows that are committed, as far as this process knows. */
    long done() {
        return tally == null ? run.doneRows() == null ? 0 : run.doneRows() : tally.done();
    }

    /** True once the ledger knows the run. */
    boolean begun() {
        return tally != null;
    }

    /** Ends it in the ledger, whatever of it is still on its way, and tells what was committed. */
    Ledger.Position bury(String outcome) {
        return ledger.bury(outcome);
    }

    /** About so many bytes are so many rows; null where the plan does not know. */
    Long bytes(long rows) {
        return plan.bytesOf(rows);
    }

    /** Every session of a run. No answer takes longer than its statement may: a connection that was lost without a word is noticed. */
    static void prepare(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, ANSWER_MS);
        Statements.execute(connection, "set statement_timeout = '30s'");
        Statements.execute(connection, MEMORY);
        connection.setAutoCommit(false);
    }

    private Result session(Connection connection, boolean whole) throws SQLException {
        var orders = means.runs().journal().progress(run.id(), null, null, null, null).orElseThrow(Batches.TakenOver::new); // what is no longer ours must not take the ledger
        var dial = Objects.requireNonNullElse(orders.speed(), move.handling().speedOrDefault());
        breathe(connection, dial);
        int epoch = ledger.begin(connection, plan, run.person());
        connection.commit();
        try {
            tally = new Tally(plan, known(ledger.position(connection)), ledger.followed(connection));
            var files = Exports.of(means.exports(), target, plan, run, connection, ledger);
            breathe(connection, dial);
            var preparation = new Preparation(target, plan, ledger, run.walksAgain(), whole);
            var table = Table.find(target, connection, move.schema(), move.table())
                .orElseThrow(() -> UserError.refused("The table " + plan.target() + " does not exist any more."));
            breathe(connection, dial);
            preparation.make(connection, table);
            breathe(connection, dial);
            var into = preparation.into(connection, table);
            var holds = plan.destructive() ? means.holds().guard(plan.databaseId(), target, connection, table) : null;
            var loads = move.fromFiles() ? new Loads(means.exports(), target, run, plan, table) : null;
            breathe(connection, dial); // only from this commit on may the structure change, and the batches would see it
            common = new Batches.Common(ledger, epoch, new Course(move, preparation), preparation, tally, holds, into, files, loads);
            var result = work(connection);
            end(connection, result.status());
            return result;
        } catch (UserError e) {
            connection.rollback();
            end(connection, "failed");
            throw e;
        }
    }

    /** Ends a piece of the preparation, and beside others waits a moment: each piece costs the server as much as a batch. */
    private void breathe(Connection connection, String dial) throws SQLException {
        connection.commit();
        lookout.look(connection);
        rest(pacer.moment(dial));
    }

    /** What was committed once is in the ledger, unless the server itself went back: to a backup, or to a standby that had not received everything. */
    private Ledger.Position known(Ledger.Position position) {
        if (position.rows() < done()) {
            throw UserError.refused("The ledger of " + plan.content().databaseName() + " holds " + position.rows() + " rows of this run, but " + done()
                + " were committed before: the database was restored, or failed over to a standby that lacked them. Those rows are in the table again. Preview again.");
        }
        return position;
    }

    private void end(Connection connection, String outcome) throws SQLException {
        ledger.end(connection, outcome);
        connection.commit();
    }

    private Result work(Connection connection) throws SQLException {
        var crew = new Crew(new Crew.Site(means.runs(), target, run, plan, common, pacer, lookout), means.clock(), startedAt);
        boolean ranges = connection.getMetaData().getDatabaseMajorVersion() >= MoveSql.BLOCK_RANGES;
        int workers = ranges ? Math.min(move.handling().workersOrDefault(), target.database().workers()) : 1;
        var stopped = crew.work(connection, workers, common.files() != null && ranges ? workers + 1 : workers);
        var status = stopped == null ? "done" : stopped.person() ? "stopped" : "done_with_remainder";
        boolean early = stopped == null && common.course().early();
        var reason = stopped != null ? stopped.reason() : early ? BlockWalk.EARLY : null;
        return new Result(status, reason, tally.done(), tally.batches(), null, pacer.slowed(), early);
    }

    /** The same with the rows that still match. */
    Result counted(Result result) {
        var holds = common.holds() == null ? "" : common.holds().sql();
        return new Remainder(target, run, plan, ledger, holds).of(result);
    }

    /** Waits, longer each time and never for the same time twice. */
    static void pause(int tries) {
        rest((200L << tries) + ThreadLocalRandom.current().nextInt(200));
    }

    static void rest(long milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserError.refused("The console is stopping.");
        }
    }
}
