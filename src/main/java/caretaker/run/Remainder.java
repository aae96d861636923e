package caretaker.run;

import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.plan.MoveSql;
import caretaker.plan.Plan;
import caretaker.plan.Wording;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Counts what still matches when a move has ended. To be asked after the VACUUM that follows a large move: before it, each row that was taken is
 * met once more.
 */
final class Remainder {
    private static final long LIMIT = 1_000_000;
    private final Target target;
    private final Run run;
    private final Plan plan;
    private final Ledger ledger;
    private final String holds;
    private final long limit;

    /** holds: what legal holds of now keep, as SQL after an "and". */
    Remainder(Target target, Run run, Plan plan, Ledger ledger, String holds) {
        this(target, run, plan, ledger, holds, LIMIT);
    }

    /** limit: no more rows are counted. */
    Remainder(Target target, Run run, Plan plan, Ledger ledger, String holds, long limit) {
        this.target = target;
        this.run = run;
        this.plan = plan;
        this.ledger = ledger;
        this.holds = holds;
        this.limit = limit;
    }

    /** Rows that still match; unknown says why they could not be counted, and is null where they were. */
    private record Rest(long rows, String unknown) {
        static Rest unknown(TargetError why) {
            return new Rest(0, "what still matches could not be counted" + (RowMover.RETRYABLE.contains(why.sqlState()) ? " in time" : ": " + why.sentence()));
        }
    }

    /** The result with its remainder, its outcome and the sentence about it. The remainder is null where it is not known exactly. */
    RowMover.Result of(RowMover.Result result) {
        boolean whole = result.status().equals("done");
        var rest = plan.content().move().fromFiles() ? new Rest(0, null) : count(whole); // each file came back as a whole or ended the run
        var exact = rest.unknown() == null && rest.rows() < limit ? (Long) rest.rows() : null;
        var told = (rest.rows() < limit ? "" : "at least ") + Wording.rows(rest.rows());
        if (!whole) {
            return result.with(result.status(), result.reason() + "; " + (rest.unknown() != null ? rest.unknown() : told + (rest.rows() == 1 ? " remains" : " remain")), exact);
        }
        var open = result.with("done_with_remainder", "the walk goes on to the end of the table", exact);
        if (open.goesOn()) {
            return open;
        }
        return rest.unknown() != null || rest.rows() == 0 ? result.with("done", rest.unknown(), exact)
            : result.with("done_with_remainder", told + (rest.rows() == 1 ? " that matches was" : " that match were")
                + " locked, kept by a trigger, or appeared behind the walk", exact);
    }

    /** Whatever fails, the rows are moved all the same. */
    private Rest count(boolean whole) {
        try {
            return target.alone("run " + run.id(), connection -> {
                RowMover.prepare(connection);
                var rest = new Rest(count(connection), null);
                if (whole && rest.rows() > 0) {
                    ledger.remains(connection);
                }
                connection.commit();
                return rest;
            });
        } catch (TargetError e) {
            return Rest.unknown(e);
        }
    }

    /** Up to the limit. */
    private long count(Connection connection) throws SQLException {
        long rest = 0;
        try (var statement = connection.createStatement()) {
            for (var leaf : plan.content().move().leaves()) {
                try (var rows = statement.executeQuery(new MoveSql(plan.content().move(), leaf, holds).remaining(limit - rest))) {
                    rows.next();
                    rest += rows.getLong(1);
                }
            }
        }
        return rest;
    }
}
