package caretaker.storm;

import caretaker.db.Address;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The harness's own way to a database, past the proxies: one connection, opened anew whenever a crash has ended it. */
final class Line implements AutoCloseable {
    /** Work on the connection. */
    interface Work<T> {
        T apply(Connection connection) throws SQLException;
    }

    private final Address address;
    private Connection connection;

    Line(Address address) {
        this.address = address;
    }

    /** A number, or another as long as the server does not answer. */
    synchronized long number(String query, long otherwise) {
        try {
            var found = ask(query);
            return found == null ? otherwise : Long.parseLong(found);
        } catch (SQLException e) {
            close();
            return otherwise;
        }
    }

    /** The first column of the first row as text, null when there is none; waits for a server that is recovering. */
    synchronized String value(String query) {
        return insist(c -> ask(query));
    }

    /** The work in one transaction, tried again until the server takes it. For work that may be repeated. */
    synchronized <T> T insist(Work<T> work) {
        for (int tries = 0; ; tries++) {
            try {
                return attempt(work);
            } catch (SQLException e) {
                if (tries == 100) {
                    throw new IllegalStateException(e);
                }
                LockSupport.parkNanos(200_000_000);
            }
        }
    }

    /** The work in one transaction, once. */
    synchronized <T> T attempt(Work<T> work) throws SQLException {
        try {
            open().setAutoCommit(false);
            var result = work.apply(connection);
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** Waits for a state, looking often; false when it did not come in time. */
    static boolean comes(Duration limit, BooleanSupplier state) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(20_000_000);
        }
        return true;
    }

    @Override
    public synchronized void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // it was lost already
        }
        connection = null;
    }

    private String ask(String query) throws SQLException {
        try (var statement = open().createStatement(); var rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private Connection open() throws SQLException {
        if (connection == null) {
            connection = DriverManager.getConnection("jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database()
                + "?sslmode=" + address.tls() + "&ApplicationName=storm&options=-c%20TimeZone=UTC%20-c%20lock_timeout=2s", address.user(), address.password());
        }
        return connection;
    }
}
