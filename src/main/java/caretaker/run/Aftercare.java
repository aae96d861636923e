package caretaker.run;

import caretaker.db.Quote;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.postgresql.util.PSQLWarning;

/**
 * What a large move is followed by: VACUUM without truncation, which would lock readers out, and ANALYZE. PostgreSQL tells of a table that it
 * skips by a warning only, so the warnings are read and its own count of vacuums is compared.
 * https://www.postgresql.org/docs/current/sql-vacuum.html
 */
public final class Aftercare {
    private static final long LARGE_ROWS = 10_000;
    private static final int LATE_TRIES = 20; // before PostgreSQL 15 the statistics come a little late
    private final Target target;
    private final Plan.Move move;
    private final AtomicReference<Statement> working = new AtomicReference<>();
    private volatile boolean cancelled;

    Aftercare(Target target, Plan.Move move) {
        this.target = target;
        this.move = move;
    }

    /** One statement and what it achieved; problem is null when it did what it should. */
    record Care(String title, String statement, String problem) {
        private Care with(String problem) {
            return new Care(title, statement, problem);
        }
    }

    /** How often a table was vacuumed and analysed. */
    public record Counts(long vacuums, long analyzes) {}

    /** The statements that follow the run of a plan, as far as can be told before; none where too few rows would move. */
    public static List<Plan.Step> following(Plan plan) {
        return !plan.moves() || plan.rows() == null || plan.content().move().leaves() == null || !wanted(plan.content().move(), plan.rows()) ? List.of()
            : planned(plan.content().move()).stream().map(c -> new Plan.Step(c.title(), c.statement())).toList();
    }

    /** True when so many rows are worth it. */
    boolean wanted(long rows) {
        return wanted(move, rows);
    }

    private static boolean wanted(Plan.Move move, long rows) {
        return rows >= LARGE_ROWS && !move.handling().aftercareOrDefault().equals("none");
    }

    /** The statements that would follow, in order. */
    List<Care> planned() {
        return planned(move);
    }

    private static List<Care> planned(Plan.Move move) {
        var cares = new ArrayList<Care>();
        boolean vacuum = move.handling().aftercareOrDefault().equals("vacuum");
        for (var leaf : move.leaves()) {
            var name = Quote.name(leaf.schema(), leaf.table());
            cares.add(new Care((vacuum ? "Vacuum and analyze " : "Analyze ") + leaf.schema() + "." + leaf.table(),
                vacuum ? "vacuum (truncate false, analyze) " + name : "analyze " + name, null));
        }
        if (move.archive() != null && !move.fromFiles()) { // from files, that is the table itself
            cares.add(new Care("Analyze " + move.archive().schema() + "." + move.archive().table(),
                "analyze " + Quote.name(move.archive().schema(), move.archive().table()), null));
        }
        return cares;
    }

    /** Does one of them. Whatever fails is its problem: the rows are moved. */
    Care perform(Care care) {
        if (cancelled) {
            return care.with("not begun: the run was stopped");
        }
        try {
            return target.alone("vacuum", connection -> perform(connection, care));
        } catch (TargetError e) {
            return care.with(e.advice());
        }
    }

    /** Ends the statement that is under way. */
    void cancel() {
        cancelled = true;
        var statement = working.get();
        try {
            if (statement != null) {
                statement.cancel();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Care perform(Connection connection, Care care) throws SQLException {
        var name = care.statement().substring(care.statement().lastIndexOf(' ', care.statement().indexOf('"')) + 1);
        var before = counts(connection, name);
        String warning = null;
        try (var statement = connection.createStatement()) {
            working.set(statement);
            statement.execute(care.statement());
            for (var w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
                warning = warning == null && "WARNING".equals(severity(w)) ? w.getMessage() : warning;
            }
        } catch (SQLException e) {
            return care.with(TargetError.of("PostgreSQL", e).advice());
        } finally {
            working.set(null);
        }
        return care.with(warning != null ? "PostgreSQL skipped it: " + warning : happened(connection, name, care, before));
    }

    private String happened(Connection connection, String name, Care care, Counts before) {
        for (int i = 0; i < LATE_TRIES; i++) {
            var now = counts(connection, name);
            boolean vacuum = care.statement().startsWith("vacuum");
            if (vacuum ? now.vacuums() > before.vacuums() : now.analyzes() > before.analyzes()) {
                return null;
            }
            RowMover.rest(100);
        }
        return "PostgreSQL reported no error, but its count of such work on the table has not changed";
    }

    private Counts counts(Connection connection, String name) {
        return target.read(connection, "own/aftercare_counts", Counts.class, Map.of("name", name)).get(0);
    }

    private static String severity(SQLWarning warning) {
        return warning instanceof PSQLWarning p && p.getServerErrorMessage() != null ? p.getServerErrorMessage().getSeverity() : "WARNING";
    }
}
