package caretaker.db;

import caretaker.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/** The PostgreSQL that Caretaker starts for itself in its home: durable, with passwords, on the loopback only. */
public final class EmbeddedServer implements AutoCloseable {
    private static final String SUPERUSER = "caretaker_root";
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private final Home home;
    private final Binaries binaries; // null when attached to the server of another console
    private final FileChannel lock;
    private final int port;
    private final String password;

    private EmbeddedServer(Home home, Binaries binaries, FileChannel lock, int port, String password) {
        this.home = home;
        this.binaries = binaries;
        this.lock = lock;
        this.port = port;
        this.password = password;
    }

    /** Locks the home and starts the server in it, or adopts one that a killed console left behind; close() stops it. */
    public static EmbeddedServer start(Path folder, Consumer<String> progress) {
        var home = new Home(folder);
        var lock = home.lock().orElseThrow(() -> UserError.of("The home " + folder + " is in use by another console; stop that one or set CARETAKER_HOME to another folder."));
        try {
            return start(home, lock, progress);
        } catch (IOException e) {
            Home.release(lock);
            throw UserError.of("The home " + folder + " cannot be used: " + e.getMessage() + ".");
        } catch (RuntimeException e) {
            Home.release(lock);
            throw e;
        }
    }

    /** The server of a console that runs in this home, or empty when none does; close() leaves it running. */
    public static Optional<EmbeddedServer> attach(Path folder) {
        var home = new Home(folder);
        return home.inUse() ? Optional.of(new EmbeddedServer(home, null, null, home.awaitReady(START_LIMIT), home.password())) : Optional.empty();
    }

    /** Where a database of this server is, as its superuser. */
    public Address superuser(String database) {
        return address(database, SUPERUSER, password);
    }

    public Address address(String database, String login, String loginPassword) {
        return new Address("127.0.0.1", port, database, login, loginPassword, "disable");
    }

    /** The store's own database and login, made at first use. */
    public Address store() {
        createLogin("caretaker_store", password);
        createDatabase("caretaker", "caretaker_store");
        return address("caretaker", "caretaker_store", password);
    }

    /** Creates a login that is nothing but a login, or sets its password. */
    public void createLogin(String name, String loginPassword) {
        var exists = exists("select 1 from pg_catalog.pg_roles where rolname = " + Quote.literal(name));
        execute("postgres", (exists ? "alter" : "create") + " role " + Quote.name(name) + " login password " + Quote.literal(loginPassword));
    }

    /** True when the database was created now, false when it was there. */
    public boolean createDatabase(String name, String owner) {
        if (hasDatabase(name)) {
            return false;
        }
        execute("postgres", "create database " + Quote.name(name) + " owner " + Quote.name(owner));
        return true;
    }

    public boolean hasDatabase(String name) {
        return exists("select 1 from pg_catalog.pg_database where datname = " + Quote.literal(name));
    }

    /** Runs statements as the superuser of this server. */
    public void execute(String database, String statements) {
        execute(superuser(database), statements);
    }

    /** Runs statements, all in one go, at an address of this server. */
    public void execute(Address address, String statements) {
        try (var connection = Pools.plain(address); var statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw TargetError.of("The embedded PostgreSQL", e);
        }
    }

    /** Stops the server, unless another console owns it, and unlocks the home. */
    @Override
    public void close() {
        if (binaries != null) {
            binaries.run("pg_ctl", "stop", "-D", home.data().toString(), "-m", "fast", "-w", "-t", "60");
            Home.release(lock);
        }
    }

    private boolean exists(String query) {
        try (var connection = Pools.plain(superuser("postgres")); var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            return rows.next();
        } catch (SQLException e) {
            throw TargetError.of("The embedded PostgreSQL", e);
        }
    }

    private static EmbeddedServer start(Home home, FileChannel lock, Consumer<String> progress) throws IOException {
        var binaries = Binaries.unpack(home.folder(), progress);
        if (!Files.exists(home.data().resolve("PG_VERSION"))) {
            progress.accept("Creating a PostgreSQL data folder in " + home.data());
            create(home, binaries);
        }
        home.forgetDead();
        var running = home.running();
        if (running.isPresent()) {
            progress.accept("Adopting the PostgreSQL that a former console left on port " + running.get());
            return new EmbeddedServer(home, binaries, lock, home.awaitReady(START_LIMIT), home.password());
        }
        var log = home.file("postgres.log").toString();
        for (int tries = 0; tries < 5; tries++) {
            int port = home.freePort(tries);
            progress.accept("Starting PostgreSQL on port " + port);
            if (binaries.run("pg_ctl", "start", "-D", home.data().toString(), "-l", log, "-w", "-t", String.valueOf(START_LIMIT.toSeconds()), "-o", "-p " + port) == 0) {
                return new EmbeddedServer(home, binaries, lock, port, home.password());
            }
            if (Home.free(port)) {
                break; // not the port was the obstacle
            }
        }
        throw UserError.of("PostgreSQL did not start; its last words are in " + log + ".");
    }

    /** The port of the last start, which databases of this server are stored with, or 0; afterwards the port of now is remembered. */
    public int formerPort() {
        return home.remember(port);
    }

    public int port() {
        return port;
    }

    /** Made beside its place and then renamed, so that an interrupted first start leaves nothing half-made. */
    private static void create(Home home, Binaries binaries) throws IOException {
        var unfinished = home.file("postgres.new");
        Binaries.delete(unfinished);
        var secret = home.file("postgres.password");
        if (!Files.exists(secret)) {
            Secrets.privately(secret, HexFormat.of().formatHex(Secrets.random(24)) + "\n");
        }
        int exit = binaries.run("initdb", "-D", unfinished.toString(), "-U", SUPERUSER, "-A", "scram-sha-256", "--pwfile=" + secret, "-E", "UTF8", "--locale=C");
        if (exit != 0) {
            throw UserError.of("PostgreSQL could not create its data folder: " + binaries.lastWords());
        }
        Files.writeString(unfinished.resolve("postgresql.conf"), """

            # Set by Caretaker: durable, on the loopback only.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            shared_preload_libraries = 'pg_stat_statements'
            timezone = 'UTC'
            log_timezone = 'UTC'
            """, StandardOpenOption.APPEND);
        Files.move(unfinished, home.data(), StandardCopyOption.ATOMIC_MOVE);
    }
}
