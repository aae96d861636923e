package caretaker.db;

import java.sql.Connection;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;

/** Jdbi on connections that belong to somebody else. Setting Jdbi up costs more than most queries, so one serves all connections of a database. */
final class BorrowedRows {
    private final ThreadLocal<Connection> borrowed = new ThreadLocal<>();
    private final Jdbi jdbi;

    BorrowedRows() {
        jdbi = Jdbi.create(new ConnectionFactory() {
            @Override
            public Connection openConnection() {
                return borrowed.get();
            }

            @Override
            public void closeConnection(Connection connection) {
                // it is the lender's
            }
        }).installPlugin(new PostgresPlugin());
        Rows.configure(jdbi.getConfig());
    }

    /** Work on the connection, inside whatever transaction it has; PostgreSQL's refusals become TargetErrors. */
    <T> T on(Connection connection, Function<Handle, T> work, String what) {
        borrowed.set(connection);
        try (var handle = jdbi.open()) {
            return work.apply(handle);
        } catch (JdbiException e) {
            throw TargetError.of(what, e);
        } finally {
            borrowed.remove();
        }
    }
}
