package caretaker.run;

import caretaker.UserError;
import caretaker.db.Target;
import caretaker.plan.Holds;
import caretaker.plan.MoveSql;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * One session's batches. In one transaction each: the locks under which the structure is compared, the fence, the statements that store and delete, the
 * counts, the audit, the ledger row. Whatever does not agree is rolled back and ends the run.
 */
final class Batches {
    private final Target target;
    private final Connection connection;
    private final Plan plan;
    private final Common common;
    private final int worker;
    private final EffectAudit audit;

    Batches(Target target, Connection connection, Plan plan, Common common, int worker) {
        this.target = target;
        this.connection = connection;
        this.plan = plan;
        this.common = common;
        this.worker = worker;
        this.audit = new EffectAudit(target, plan);
    }

    /**
     * What all sessions of a run share; into are the tables that rows enter, files is null unless rows go into files, loads unless they come from files; holds
     * is null where nothing is taken away for good.
     */
    record Common(Ledger ledger, int epoch, Course course, Preparation preparation, Tally tally, Holds.Guard holds, Set<Long> into, Exports files, Loads loads) {}

    /** What a batch did; waiting is how many sessions waited for it in the end. */
    record Batch(int no, Plan.Leaf leaf, Span span, long rows, ExportFile.Sealed file, int waiting) {}

    /** Rows that left the relation, and what became of them. */
    record Moved(long rows, long stored, ExportFile.Sealed file) {}

    /** The run belongs to somebody else by now: nothing more may be written, here or in the store. */
    static final class TakenOver extends RuntimeException {
        TakenOver() {
            super("The run was taken over.");
        }
    }

    /**
     * Moves the next rows and commits; empty when nothing is left to claim. again: it, or many before it, collided with somebody. sent is told when the table is done with
     * and only a file is still to be proven.
     */
    Optional<Batch> next(int rows, boolean again, Runnable sent) throws SQLException {
        Course.Claim claim = null;
        Tally.Share share = null;
        Moved moved = null;
        boolean committing = false;
        try {
            claim = common.course().next(connection, rows, common.holds() == null ? "" : common.holds().sql()).orElse(null);
            connection.commit(); // a batch has a snapshot of its own
            if (claim == null) {
                return nothingLeft();
            }
            var step = begin(claim, again);
            moved = move(step, sent);
            audit(step, moved);
            share = new Tally.Share(moved.rows(), audit.following());
            common.tally().claim(share);
            record(step, moved);
            Faults.at("in-commit");
            committing = true;
            connection.commit();
            Faults.at("post-commit");
            common.course().done(claim);
            common.tally().settle(share, true);
            return Optional.of(new Batch(step.no(), claim.passage().leaf(), claim.span(), moved.rows(), moved.file(), audit.waiting()));
        } catch (SQLException | RuntimeException e) {
            undo(e, claim, share, committing ? null : moved);
            throw e;
        }
    }

    private Optional<Batch> nothingLeft() throws SQLException {
        fence();
        connection.commit();
        return Optional.empty();
    }

    private void fence() {
        if (common.ledger().fence(connection) != common.epoch()) {
            throw new TakenOver();
        }
        Faults.at("fence");
        Faults.at("claim");
    }

    /** A batch under way; paired: with two statements under one snapshot. */
    private record Step(Course.Claim claim, MoveSql sql, boolean paired, int no) {}

    /**
     * Locks come before the first query: a snapshot of REPEATABLE READ that is older than its locks would not show a change of the structure that came between
     * (https://www.postgresql.org/docs/current/sql-lock.html).
     * Holds are read behind the fence: whoever adds one waits for the batches that are past it. Deferred constraints speak before the commit, when they can
     * still be heard.
     */
    private Step begin(Course.Claim claim, boolean again) throws SQLException {
        var leaf = claim.passage().leaf();
        var bare = new MoveSql(plan.content().move(), leaf, "");
        boolean paired = bare.paired() && !again && !(claim.span() instanceof Span.Some); // some of many rows are others each time
        Statements.execute(connection, (paired ? "set transaction isolation level repeatable read; " : "") + bare.lock() + "; set constraints all immediate");
        Faults.at("lock");
        fence();
        return new Step(claim, new MoveSql(plan.content().move(), leaf, common.holds() == null ? "" : common.holds().binding()), paired, common.tally().nextNo());
    }

    private Moved move(Step step, Runnable sent) throws SQLException {
        var claim = step.claim();
        var leaf = claim.passage().leaf();
        if (!common.preparation().structure(connection, leaf).equals(claim.passage().structure())) {
            throw UserError.refused("The structure of " + plan.target() + " or of its archive was changed during the run. Preview again.");
        }
        Faults.at("fingerprint");
        audit.baseline(connection, leaf.oid(), common.into());
        Faults.at("baseline");
        path("default");
        var condition = claim.span().condition(step.sql());
        return claim.span() instanceof Span.File file ? common.loads().load(connection, step.sql(), file.file())
            : common.files() != null ? common.files().batch(connection, step.sql(), condition, step.no(), sent)
            : step.paired() ? Statements.pair(connection, step.sql().store(condition), step.sql().delete(condition)) : plain(step.sql().batch(condition));
    }

    private void audit(Step step, Moved moved) throws SQLException {
        Faults.at("delete");
        path("pg_catalog, pg_temp");
        Faults.at("assert");
        var claim = step.claim();
        var leaf = claim.passage().leaf();
        var entered = common.into().isEmpty() ? 0 : moved.stored();
        audit.excess(connection, new EffectAudit.Expected(claim.span() instanceof Span.File ? 0 : leaf.oid(),
            claim.span() instanceof Span.File ? 0 : moved.rows(), common.into(), entered)).ifPresent(excess -> {
            throw UserError.refused("The batch was rolled back: " + excess + ".");
        });
        Faults.at("audit");
    }

    private Moved plain(String sql) throws SQLException {
        long rows = Statements.rows(connection, sql, plan.content().move().compared());
        return new Moved(rows, common.into().isEmpty() ? 0 : rows, null);
    }

    private void record(Step step, Moved moved) {
        var claim = step.claim();
        if (moved.rows() == 0) {
            return;
        }
        var file = moved.file();
        common.ledger().record(connection, common.epoch(), new Ledger.Entry(step.no(), worker, claim.passage().leaf().oid(), moved.rows(), moved.stored(),
            claim.span().from(), claim.span().to(), common.course().passed(claim), audit.following(), file == null ? null : common.files().relative(file),
            file == null ? null : file.sha256(), file == null ? null : file.bytes()));
        Faults.at("ledger");
        Faults.at("pre-commit");
    }

    /** A file of a batch that certainly was not committed goes away; one whose commit was sent may be needed, and the ledger will tell. */
    private void undo(Exception cause, Course.Claim claim, Tally.Share share, Moved discarded) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        if (claim != null) {
            common.course().giveBack(claim);
        }
        if (share != null) {
            common.tally().settle(share, false);
        }
        if (discarded != null && discarded.file() != null) {
            common.files().discard(discarded.file());
        }
    }

    /** The table's triggers are the application's own code: while they run, the database's own search path holds. Ours names every operator. */
    private void path(String path) throws SQLException {
        if (plan.content().move().ownCode()) {
            Statements.execute(connection, "set local search_path to " + path);
        }
    }
}
