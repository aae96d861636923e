package caretaker.db;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.JdbiException;

/** A managed database, opened: at most two connections for reading, one for working, and a single one for each worker. */
public final class Target implements AutoCloseable {
    /** Work on a connection; what it throws becomes a TargetError. */
    @FunctionalInterface
    public interface Work<T> {
        T apply(Connection connection) throws SQLException;
    }

    private final Database database;
    private final Address address;
    private final Sql sql;
    private final HikariDataSource reading;
    private final HikariDataSource working;
    private final BorrowedRows rows = new BorrowedRows();
    private final Semaphore singles;

    Target(Database database, Address address, Sql sql) {
        this.database = database;
        this.address = address;
        this.sql = sql;
        this.singles = new Semaphore(database.workers());
        this.reading = Pools.reading(address, sql.get("own/session_pin"));
        this.working = Pools.working(address, sql.get("own/session_pin"));
    }

    public Database database() {
        return database;
    }

    /** The rows of an observing query (a file under sql/), read in a read-only transaction within ten seconds. */
    public <T> List<T> read(String name, Class<T> row, Map<String, ?> args) {
        return reading(c -> read(c, name, row, args), Duration.ofSeconds(10));
    }

    /** The same on a connection at hand. */
    public <T> List<T> read(Connection connection, String name, Class<T> row, Map<String, ?> args) {
        return rows.on(connection, handle -> Rows.map(Rows.bind(handle.createQuery(sql.get(name)), args), row).list(), database.name());
    }

    /** The rows of a query as one JSON text, columns as named in the query; PostgreSQL writes it, so that every type arrives. Parameters are text. */
    public String document(Connection connection, String query, Map<String, String> args) {
        var text = "select coalesce(pg_catalog.json_agg(q), '[]')::text from (\n" + query.stripTrailing().replaceAll(";$", "") + "\n) as q";
        return rows.on(connection, handle -> Rows.map(Rows.bind(handle.createQuery(text), args), String.class).one(), database.name());
    }

    /** Work in a read-only transaction; each statement is cancelled after the limit. */
    public <T> T reading(Work<T> work, Duration limit) {
        return transaction(reading, connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set local statement_timeout = " + limit.toMillis());
            }
            return work.apply(connection);
        });
    }

    /** Work in one read-write transaction, committed when it returns and rolled back when it throws. */
    public <T> T working(Work<T> work) {
        return transaction(working, work);
    }

    /**
     * Work on a connection of its own, in autocommit mode; the purpose shows in pg_stat_activity. At most as many at a time as the database allows
     * workers; one more waits. With two workers and the pools that makes the five connections that Caretaker allows itself.
     */
    public <T> T alone(String purpose, Work<T> work) {
        singles.acquireUninterruptibly();
        return single(purpose, work);
    }

    /** The same when a connection is free now; else nothing is done. Two runs that waited for each other's second connection would wait for ever. */
    public <T> void spare(String purpose, Work<T> work) {
        if (singles.tryAcquire()) {
            single(purpose, work);
        }
    }

    /** True when work waits for a connection of its own: who has a spare one gives it back. */
    public boolean crowded() {
        return singles.hasQueuedThreads();
    }

    private <T> T single(String purpose, Work<T> work) {
        try (var connection = Pools.single(address, sql.get("own/session_pin"), purpose)) {
            return work.apply(connection);
        } catch (SQLException e) {
            throw TargetError.of(database.name(), e);
        } finally {
            singles.release();
        }
    }

    @Override
    public void close() {
        reading.close();
        working.close();
    }

    private <T> T transaction(HikariDataSource pool, Work<T> work) {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.apply(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException | JdbiException e) {
            throw TargetError.of(database.name(), e);
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
