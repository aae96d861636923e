package caretaker.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** How connections are made: to the store, and, pinned to settings that make every statement mean the same everywhere, to managed databases. */
final class Pools {
    private Pools() {}

    static HikariDataSource store(Address address) {
        var pool = hikari("store", address, 12, Map.of("TimeZone", "UTC", "idle_in_transaction_session_timeout", "60s"));
        pool.setMinimumIdle(2);
        return new HikariDataSource(pool);
    }

    static HikariDataSource reading(Address address, String pin) {
        return managed("reading", 2, address, pin, Map.of("default_transaction_read_only", "on", "statement_timeout", "10s", "lock_timeout", "200ms"));
    }

    static HikariDataSource working(Address address, String pin) {
        return managed("working", 1, address, pin, Map.of("statement_timeout", "30s", "lock_timeout", "1s"));
    }

    /** A connection of its own for statements that may not run in a transaction or may take hours; the caller closes it. */
    static Connection single(Address address, String pin, String purpose) throws SQLException {
        var connection = source("caretaker " + purpose, address, Map.of("lock_timeout", "1s")).getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute(pin);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection without any pinning, for the embedded server's own administration. */
    static Connection plain(Address address) throws SQLException {
        return source("caretaker", address, Map.of()).getConnection();
    }

    private static HikariDataSource managed(String purpose, int size, Address address, String pin, Map<String, String> settings) {
        var config = hikari(purpose, address, size, settings);
        config.setMinimumIdle(0);
        config.setIdleTimeout(Duration.ofMinutes(2).toMillis());
        config.setConnectionInitSql(pin);
        return new HikariDataSource(config);
    }

    private static HikariConfig hikari(String purpose, Address address, int size, Map<String, String> settings) {
        var config = new HikariConfig();
        config.setPoolName(purpose + " " + address);
        config.setDataSource(source("caretaker " + purpose, address, settings));
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(Duration.ofSeconds(8).toMillis());
        config.setInitializationFailTimeout(-1); // an unreachable database is a sentence on its page, not a failed start
        config.setMaxLifetime(Duration.ofMinutes(20).toMillis());
        return config;
    }

    private static PGSimpleDataSource source(String application, Address address, Map<String, String> settings) {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setSslMode(address.tls());
        source.setApplicationName(application);
        source.setConnectTimeout(5);
        source.setTcpKeepAlive(true);
        source.setOptions(options(settings));
        return source;
    }

    private static String options(Map<String, String> settings) {
        var text = new StringBuilder();
        settings.forEach((name, value) -> text.append("-c ").append(name).append('=').append(value.replace("\\", "\\\\").replace(" ", "\\ ")).append(' '));
        return text.toString().trim();
    }
}
