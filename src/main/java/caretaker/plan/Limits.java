package caretaker.plan;

import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.observe.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Queries of a preview, each under its own time limit. */
record Limits(Connection connection, Table table) {
    /** What takes longer is empty; a cancelled query leaves the transaction usable. */
    <T> Optional<T> within(int milliseconds, Target.Work<T> work) {
        try {
            var savepoint = connection.setSavepoint();
            try (var statement = connection.createStatement()) {
                statement.execute("set local statement_timeout = " + milliseconds);
                return Optional.ofNullable(work.apply(connection));
            } catch (SQLException e) {
                connection.rollback(savepoint);
                if (!"57014".equals(e.getSQLState())) {
                    throw e;
                }
                return Optional.empty();
            }
        } catch (SQLException e) {
            throw TargetError.of(table.display(), e);
        }
    }
}
