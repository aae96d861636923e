package caretaker.db;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** PostgreSQL said no, or did not answer: its own sentence, its SQLSTATE, and what that means and what to do. */
public final class TargetError extends RuntimeException {
    /** idle_in_transaction_session_timeout and transaction_timeout. */
    private static final Set<String> EXPIRED = Set.of("25P03", "25P04");
    private final String sentence;
    private final String sqlState;

    private TargetError(String message, String sentence, String sqlState, Throwable cause) {
        super(message, cause);
        this.sentence = sentence;
        this.sqlState = sqlState;
    }

    /** What failed, for people (a database, a step), and why. */
    public static TargetError of(String what, Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof TargetError known) {
                return known;
            }
        }
        var sql = sql(cause);
        var sentence = sql == null ? String.valueOf(cause.getMessage()) : words(sql);
        sentence = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return new TargetError(what + ": " + sentence, sentence, sql == null ? "" : String.valueOf(sql.getSQLState()), cause);
    }

    /** What failed, PostgreSQL's own sentence, and what to do, for one line. */
    public String advice() {
        return getMessage() + (meaning().isEmpty() ? "." : ". " + meaning());
    }

    /** PostgreSQL's own sentence, without position, stack and final full stop. */
    public String sentence() {
        return sentence;
    }

    /** Five letters and digits, empty when the failure was not PostgreSQL's. */
    public String sqlState() {
        return sqlState;
    }

    /** True for failures of the connection, not of the statement: there was none, or the server has ended it, also because its transaction stayed open too long. */
    public boolean unreachable() {
        return EXPIRED.contains(sqlState) || sqlState.startsWith("08") || sqlState.startsWith("57P") || sqlState.startsWith("28") || sqlState.equals("3D000") || sqlState.equals("53300");
    }

    /** What it means and what to do, one sentence; empty where PostgreSQL's words are enough. */
    public String meaning() {
        return switch (sqlState) {
            case "08001", "08006", "08004" -> "The server does not answer. Check host, port and firewall, and that PostgreSQL listens there.";
            case "08P01" -> "Something between keeps the settings of a connection from the server, as a pooler does. Name the server itself.";
            case "28P01", "28000" -> "The server refused the login. Check user, password and pg_hba.conf.";
            case "3D000" -> "There is no database of this name on that server.";
            case "42501" -> "The login lacks a right. The page Permissions of the manual lists the grant for each feature.";
            case "57014" -> "It took longer than the time limit for reading and was cancelled; nothing has changed.";
            case "55P03" -> "Another session holds a lock on the table; Caretaker does not queue behind it.";
            case "53300" -> "The server has no free connection; Caretaker leaves the reserved ones alone.";
            case "25006" -> "The server is a standby or set to read-only.";
            case "23503" -> "Another table still points at rows that should go.";
            case "40P01", "40001" -> "It collided with another transaction and may simply be tried again.";
            case "53100" -> "The server's disk is full.";
            case "XX000" -> sentence.startsWith("invalid memory alloc request size") ? "A value is too long to be written as text; its row can go to an archive table, not to a file." : "";
            case "57P01", "57P02", "57P03" -> "The server is shutting down, starting or recovering.";
            case "25P03", "25P04" -> "The server ended the session because its transaction stayed open longer than a setting there allows.";
            default -> "";
        };
    }

    private static SQLException sql(Throwable cause) {
        SQLException found = null;
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof PSQLException exact) {
                return exact;
            }
            if (t instanceof SQLException sql) {
                found = sql;
            }
        }
        return found;
    }

    private static String words(SQLException e) {
        if (e instanceof PSQLException p && p.getServerErrorMessage() != null) {
            var server = p.getServerErrorMessage();
            return server.getMessage() + (server.getDetail() == null ? "" : " (" + server.getDetail() + ")");
        }
        return e.getMessage();
    }
}
