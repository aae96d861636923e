package caretaker.bench;

import caretaker.TestServer;
import caretaker.db.Address;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A database like the template, file by file, for one measurement. */
record Copy(Address address) implements AutoCloseable {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    static Copy of(Events events) {
        var name = events.template() + "_" + COUNTER.incrementAndGet();
        create(name, events);
        return new Copy(TestServer.in(name));
    }

    /** The same under the name of a database that is there and empty. */
    static Copy inPlaceOf(Address address, Events events) {
        drop(address.database());
        create(address.database(), events);
        return new Copy(address);
    }

    /** What every way begins with: the table read once, and nothing left to write. */
    void settle() {
        TestServer.value(address, "select sum(id) from events");
        TestServer.execute(address, "checkpoint");
    }

    /** A transaction left open elsewhere, so that no dead row can be cleaned away until it is closed. */
    Connection oldSnapshot() throws SQLException {
        var connection = TestServer.connect(address);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (var statement = connection.createStatement()) {
            statement.execute("select from events limit 1");
        }
        return connection;
    }

    @Override
    public void close() {
        drop(address.database());
    }

    private static void create(String name, Events events) {
        var strategy = TestServer.majorVersion() >= 15 ? " strategy file_copy" : ""; // before 15 the only one
        TestServer.execute(TestServer.in("postgres"), "create database \"" + name + "\" template " + events.template() + strategy);
    }

    private static void drop(String name) {
        TestServer.execute(TestServer.in("postgres"), "drop database \"" + name + "\" with (force)");
    }
}
