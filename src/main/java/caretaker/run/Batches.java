package caretaker.run;

import caretaker.UserError;
import caretaker.db.Target;
import caretaker.plan.MoveSql;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * One session's batches. In one transaction each: the fence, the lock under which the structure is compared, the statement that deletes and
 * stores, the counts, the ledger row, the audit. Whatever does not agree is rolled back and ends the run.
 */
final class Batches {
    private final Target target;
    private final Connection connection;
    private final Plan plan;
    private final Ledger ledger;
    private final int epoch;
    private final MoveSql sql;
    private final EffectAudit audit;
    private final long archiveOid;
    private final String structure;

    Batches(Target target, Connection connection, Plan plan, Ledger ledger, int epoch, long archiveOid) {
        this.target = target;
        this.connection = connection;
        this.plan = plan;
        this.ledger = ledger;
        this.epoch = epoch;
        this.sql = new MoveSql(plan.content().move());
        this.audit = new EffectAudit(target, plan, ledger.followed(connection));
        this.archiveOid = archiveOid;
        this.structure = structure();
    }

    /** What a batch did; empty range means that the walk has come to its end. */
    record Batch(Optional<Walk.Range> range, long rows) {}

    /** The run belongs to somebody else by now: nothing more may be written, here or in the store. */
    static final class TakenOver extends RuntimeException {
        TakenOver() {
            super("The run was taken over.");
        }
    }

    /** Moves the next rows and commits. done is what the run has moved so far. */
    Batch next(Walk walk, int rows, int no, long done) throws SQLException {
        try {
            guard();
            var range = walk.next(connection, rows);
            long moved = range.isEmpty() ? 0 : move(range.get(), walk.position(), no, done);
            connection.commit();
            audit.committed();
            return new Batch(range, moved);
        } catch (SQLException | RuntimeException e) {
            rollback(e);
            throw e;
        }
    }

    /** Counts what still matches, up to a limit. */
    long remaining(int limit) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql.remaining(limit))) {
            rows.next();
            return rows.getLong(1);
        } finally {
            connection.rollback();
        }
    }

    private void guard() throws SQLException {
        if (ledger.fence(connection) != epoch) {
            throw new TakenOver();
        }
        try (var statement = connection.createStatement()) {
            statement.execute(sql.lock());
        }
        if (!structure().equals(structure)) {
            throw UserError.refused("The structure of " + plan.target() + " or of its archive was changed during the run. Preview again.");
        }
        audit.baseline(connection);
    }

    private long move(Walk.Range range, String from, int no, long done) throws SQLException {
        long deleted;
        long stored;
        path("default");
        try (var statement = connection.createStatement(); var counts = statement.executeQuery(sql.batch(range.condition()))) {
            counts.next();
            deleted = counts.getLong(1);
            stored = counts.getLong(2);
        }
        path("pg_catalog, pg_temp");
        if (plan.content().move().archive() != null && stored != deleted) {
            throw UserError.refused(deleted + " rows were deleted but " + stored + " reached the archive; the batch was rolled back and nothing is lost.");
        }
        if (done + deleted > plan.content().move().capRows()) {
            throw UserError.refused("More rows match now than the plan may move (" + plan.content().move().capRows() + "). The batch was rolled back; preview again.");
        }
        path("default");
        try (var statement = connection.createStatement()) {
            statement.execute("set constraints all immediate");
        }
        path("pg_catalog, pg_temp");
        audit.excess(connection, deleted, archiveOid, stored).ifPresent(excess -> {
            throw UserError.refused("The batch was rolled back: " + excess + ".");
        });
        if (deleted > 0) {
            ledger.record(connection, epoch, no, deleted, stored, from, range.to(), audit.following());
        }
        return deleted;
    }

    /** The table's triggers are the application's own code: while they run, the database's own search path holds. Ours names every operator. */
    private void path(String path) throws SQLException {
        if (plan.content().move().ownCode()) {
            try (var statement = connection.createStatement()) {
                statement.execute("set local search_path to " + path);
            }
        }
    }

    private String structure() {
        return target.read(connection, "own/move_structure", String.class,
            Map.of("source", plan.content().move().tableOid(), "archive", archiveOid)).get(0);
    }

    private void rollback(Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
