package caretaker.run;

import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.plan.MoveSql;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Counts what still matches when a move has ended. To be asked after the VACUUM that follows a large move: before it, each row that was taken is
 * met once more.
 */
final class Remainder {
    private static final int LIMIT = 1_000_000;
    private final Target target;
    private final Run run;
    private final Plan plan;
    private final Ledger ledger;
    private final String holds;

    /** holds: what legal holds of now keep, as SQL after an "and". */
    Remainder(Target target, Run run, Plan plan, Ledger ledger, String holds) {
        this.target = target;
        this.run = run;
        this.plan = plan;
        this.ledger = ledger;
        this.holds = holds;
    }

    /** The result with its remainder, its outcome and the sentence about it. */
    RowMover.Result of(RowMover.Result result) {
        boolean whole = result.status().equals("done");
        var rest = plan.content().move().fromFiles() ? Long.valueOf(0) : count(whole); // each file came back as a whole or ended the run
        if (!whole) {
            return result.with(result.status(), result.reason() + (rest == null ? "" : "; " + rest + (rest == 1 ? " row remains" : " rows remain")), rest);
        }
        var open = result.with("done_with_remainder", "the walk goes on to the end of the table", rest);
        if (open.goesOn()) {
            return open;
        }
        if (rest == null) {
            return result.with("done", "what may have come behind the walk could not be counted in time", null);
        }
        return rest == 0 ? result.with("done", null, 0L) : result.with("done_with_remainder", rest + (rest == 1 ? " row that matches was" : " rows that match were")
            + " locked, kept by a trigger, or appeared behind the walk", rest);
    }

    /** Null when it could not be counted; the rows are moved all the same. */
    private Long count(boolean whole) {
        try {
            return target.<Optional<Long>>alone("run " + run.id(), connection -> {
                RowMover.prepare(connection);
                var rest = count(connection);
                if (whole && rest != null && rest > 0) {
                    ledger.remains(connection);
                }
                connection.commit();
                return Optional.ofNullable(rest);
            }).orElse(null);
        } catch (TargetError e) {
            if (!e.unreachable()) {
                throw e;
            }
            return null;
        }
    }

    /** Up to a limit; null when it takes too long. */
    private Long count(Connection connection) throws SQLException {
        long rest = 0;
        try (var statement = connection.createStatement()) {
            for (var leaf : plan.content().move().leaves()) {
                try (var rows = statement.executeQuery(new MoveSql(plan.content().move(), leaf, holds).remaining(LIMIT - rest))) {
                    rows.next();
                    rest += rows.getLong(1);
                }
            }
            return rest;
        } catch (SQLException e) {
            connection.rollback();
            var error = TargetError.of(plan.content().databaseName(), e);
            if (!RowMover.RETRYABLE.contains(error.sqlState())) {
                throw error;
            }
            return null;
        }
    }
}
