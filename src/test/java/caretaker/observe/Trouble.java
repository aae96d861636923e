package caretaker.observe;

import caretaker.TestServer;
import caretaker.db.Address;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;

/** Sessions that misbehave in a database until this is closed: they wait, idle, hold snapshots, collide. */
final class Trouble implements AutoCloseable {
    private final List<Connection> open = new ArrayList<>();
    private final Address address;

    Trouble(Address address) throws SQLException {
        this.address = address;
        var idle = session("begin isolation level repeatable read", "select count(*) from big"); // idle, and its snapshot stays
        idle.setNetworkTimeout(Runnable::run, 0);
        for (int i = 0; i < 4; i++) {
            try (var other = TestServer.connect(address); var statement = other.createStatement()) {
                statement.execute("insert into big values (" + (1_000_000 + i) + ", 1)");
            }
        }
        session("begin", "lock table doubled");
        background("select count(*) from doubled");
        background("select pg_sleep(120)");
        session("begin", "select * from big where id = 1 for share");
        session("begin", "select * from big where id = 1 for share"); // two that share a row make a multixact
        deadlock();
        session("select pg_stat_reset_shared('archiver')");
    }

    /** Once shared by two. */
    private void deadlock() throws SQLException {
        var one = session("begin", "update big set n = n where id = 2");
        var two = session("begin", "update big set n = n where id = 3");
        var waits = CompletableFuture.runAsync(() -> quietly(one, "update big set n = n where id = 3"));
        quietly(two, "update big set n = n where id = 2");
        waits.join();
        quietly(one, "rollback");
        quietly(two, "rollback");
        one.close();
        two.close();
    }

    /** A standby that stops to apply. */
    void standby() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("replication", "true");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "13");
        var connection = DriverManager.getConnection("jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database(), properties);
        open.add(connection);
        var from = TestServer.value(address, "select pg_current_wal_lsn()");
        var position = LogSequenceNumber.valueOf(from);
        var stream = connection.unwrap(PGConnection.class).getReplicationAPI().replicationStream().physical().withStartPosition(position).start();
        stream.setAppliedLSN(position);
        stream.setFlushedLSN(position);
        stream.forceUpdateStatus();
        TestServer.execute(address, "create table streamed as select generate_series(1, 50000) as n");
    }

    /** Connections that nobody closes. */
    void leak(Address other, int connections) {
        for (int i = 0; i < connections; i++) {
            open.add(TestServer.connect(other));
        }
    }

    private Connection session(String... statements) throws SQLException {
        var connection = TestServer.connect(address);
        open.add(connection);
        try (var statement = connection.createStatement()) {
            for (var text : statements) {
                statement.execute(text);
            }
        }
        return connection;
    }

    private void background(String statement) {
        var connection = TestServer.connect(address);
        open.add(connection);
        CompletableFuture.runAsync(() -> quietly(connection, statement));
    }

    private static void quietly(Connection connection, String text) {
        try (var statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            // that is what it is for
        }
    }

    @Override
    public void close() throws SQLException {
        for (var connection : open) {
            connection.abort(Runnable::run);
        }
    }
}
