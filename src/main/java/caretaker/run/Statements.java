package caretaker.run;

import caretaker.UserError;
import java.sql.Connection;
import java.sql.SQLException;

/** The statements of a batch, and what PostgreSQL answers to them. The audit compares its counts of commands with what it counts by itself. */
final class Statements {
    private Statements() {}

    /** Rows stored, or deleted where nothing is stored; compared: the statement says itself whether each row came out as it went in. */
    static long rows(Connection connection, String sql, boolean compared) throws SQLException {
        return compared ? compared(connection, sql) : count(connection, sql);
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }

    /** Both see the rows of one snapshot; one that somebody changes meanwhile ends the batch with a serialization failure. */
    static Batches.Moved pair(Connection connection, String store, String delete) throws SQLException {
        long stored = count(connection, store);
        long rows = count(connection, delete);
        if (stored != rows) {
            throw UserError.refused("The batch was rolled back: " + stored + " rows were stored, but " + rows + " deleted.");
        }
        return new Batches.Moved(rows, stored, null);
    }

    /** The same of a statement that says itself whether each row came out as it went in. */
    static long compared(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement(); var answer = statement.executeQuery(sql)) {
            answer.next();
            if (!answer.getBoolean(2)) {
                throw UserError.refused("A row would have come back changed: a trigger, or a generated column whose meaning has changed. The batch was rolled back.");
            }
            return answer.getLong(1);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A question that is answered with true or false. */
    static boolean any(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement(); var answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getBoolean(1);
        }
    }
}
