package caretaker;

import caretaker.db.Address;
import caretaker.db.EmbeddedServer;
import caretaker.db.Sql;
import caretaker.db.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The PostgreSQL of one test run, chosen by -Dpostgres: empty or 13…18 embedded, docker:IMAGE, or postgresql://… of an existing server. */
public final class TestServer {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Address ADMIN = start(System.getProperty("postgres", ""));
    private static final Path KEY = Path.of("target", "test-servers", "test-" + ProcessHandle.current().pid() + ".key").toAbsolutePath();
    private static final boolean FLUSHES = majorVersion() >= 15;

    private TestServer() {}

    /** A fresh, empty database, as the server's superuser. */
    public static Address database(String prefix) {
        var name = prefix + "_" + ProcessHandle.current().pid() + "_" + next();
        execute(ADMIN, "create database \"" + name + "\"");
        return in(name);
    }

    /** A number nobody else in this run has. */
    static int next() {
        return COUNTER.incrementAndGet();
    }

    /** A fresh store with all migrations. */
    public static Store store() {
        return Store.open(storeDatabase(), sql());
    }

    /** A database in which all migrations of the store were applied: a copy, because hundreds of tests want one. */
    public static Address storeDatabase() {
        return copy(Migrated.STORE, "store");
    }

    /** A fresh copy of a database that nobody is connected to. */
    public static Address copy(Address template, String prefix) {
        var name = prefix + "_" + ProcessHandle.current().pid() + "_" + next();
        execute(ADMIN, "create database \"" + name + "\" template \"" + template.database() + "\"");
        return in(name);
    }

    /** Made at first use, once. */
    private static final class Migrated {
        static final Address STORE = migrate();

        private static Address migrate() {
            var address = database("template_store");
            Store.open(address, sql()).close();
            return address;
        }
    }

    /** The key of this test run's passwords: each process has its own, as two that make one file at once would read half of it. */
    public static Path key() {
        KEY.toFile().deleteOnExit();
        return KEY;
    }

    public static Sql sql() {
        return Sql.load(null);
    }

    /** The same server and login, another database. */
    public static Address in(String database) {
        return new Address(ADMIN.host(), ADMIN.port(), database, ADMIN.user(), ADMIN.password(), ADMIN.tls());
    }

    /** Creates a login that is no superuser, once, and gives its address in a database. */
    public static Address login(String name, String database) {
        execute(ADMIN, "do $$ begin if not exists (select from pg_roles where rolname = '" + name + "') then create role \"" + name
            + "\" login password 'secret-" + name + "'; end if; end $$");
        return new Address(ADMIN.host(), ADMIN.port(), database, name, "secret-" + name, ADMIN.tls());
    }

    public static Connection connect(Address address) {
        try {
            return DriverManager.getConnection("jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database()
                + "?sslmode=" + address.tls(), address.user(), address.password());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the statements changed is in the statistics when this returns; on a server before PostgreSQL 15 they come a little later. */
    public static void execute(Address address, String statements) {
        try (var connection = connect(address); var statement = connection.createStatement()) {
            statement.execute(statements);
            if (FLUSHES) {
                statement.execute("select pg_catalog.pg_stat_force_next_flush()");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the first row as text. */
    public static String value(Address address, String query) {
        try (var connection = connect(address); var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Statistics of a session that has ended arrive within moments, before PostgreSQL 15 half a second later; an ANALYZE before would be overtaken by them. */
    public static void settle(Address address) {
        value(address, majorVersion() < 15 ? "select pg_sleep(0.7)" : "select pg_sleep(0.01)");
    }

    public static int majorVersion() {
        return Integer.parseInt(value(ADMIN, "show server_version_num")) / 10_000;
    }

    private static Address start(String choice) {
        if (choice.startsWith("postgresql://")) {
            return Address.parse("postgres", choice);
        }
        if (choice.startsWith("docker:")) {
            var container = new PostgreSQLContainer(choice.substring(7));
            container.start();
            return new Address(container.getHost(), container.getFirstMappedPort(), "postgres", container.getUsername(), container.getPassword(), "disable");
        }
        try {
            removeOld(Path.of("target", "test-servers"));
            var home = Files.createDirectories(Path.of("target", "test-servers", String.valueOf(ProcessHandle.current().pid()))).toRealPath();
            var server = EmbeddedServer.start(home, progress -> {});
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                crash(home);
                server.close();
                try {
                    remove(home);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return server.superuser("postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An orderly end would first write a thousand databases to the disk, only to have them removed. */
    private static void crash(Path home) {
        try {
            var postmaster = Files.readAllLines(home.resolve("postgres").resolve("postmaster.pid")).get(0).trim();
            new ProcessBuilder("kill", "-QUIT", postmaster).start().waitFor();
            ProcessHandle.of(Long.parseLong(postmaster)).ifPresent(p -> p.onExit().completeOnTimeout(p, 10, TimeUnit.SECONDS).join());
        } catch (IOException e) {
            // then it ends in order
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Servers of earlier test runs whose process is gone would fill the disk one day. */
    private static void removeOld(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var homes = Files.list(folder)) {
            for (var home : homes.filter(h -> h.getFileName().toString().matches("\\d+")).toList()) {
                if (ProcessHandle.of(Long.parseLong(home.getFileName().toString())).isEmpty()) {
                    remove(home);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
