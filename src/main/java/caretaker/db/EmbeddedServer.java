package caretaker.db;

import caretaker.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The PostgreSQL that Caretaker starts for itself in its home: durable, with passwords, on the loopback only. */
public final class EmbeddedServer implements AutoCloseable {
    private static final String SUPERUSER = "caretaker_root";
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private final Path home;
    private final Binaries binaries; // null when attached to the server of another console
    private final FileChannel lock;
    private final int port;
    private final String password;

    private EmbeddedServer(Path home, Binaries binaries, FileChannel lock, int port, String password) {
        this.home = home;
        this.binaries = binaries;
        this.lock = lock;
        this.port = port;
        this.password = password;
    }

    /** Locks the home and starts the server in it, or adopts one that a killed console left behind; close() stops it. */
    public static EmbeddedServer start(Path home, Consumer<String> progress) {
        var lock = lock(home).orElseThrow(() -> UserError.of("The home " + home + " is in use by another console; stop that one or set CARETAKER_HOME to another folder."));
        try {
            return start(home, lock, progress);
        } catch (IOException e) {
            release(lock);
            throw UserError.of("The home " + home + " cannot be used: " + e.getMessage() + ".");
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    /** The server of a console that runs in this home, or empty when none does; close() leaves it running. */
    public static Optional<EmbeddedServer> attach(Path home) {
        if (!Files.exists(home.resolve("console.lock"))) {
            return Optional.empty();
        }
        var lock = lock(home);
        if (lock.isPresent()) {
            release(lock.get());
            return Optional.empty();
        }
        return Optional.of(new EmbeddedServer(home, null, null, awaitReady(home), readPassword(home)));
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
            binaries.run("pg_ctl", "stop", "-D", data(home).toString(), "-m", "fast", "-w", "-t", "60");
            release(lock);
        }
    }

    private boolean exists(String query) {
        try (var connection = Pools.plain(superuser("postgres")); var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            return rows.next();
        } catch (SQLException e) {
            throw TargetError.of("The embedded PostgreSQL", e);
        }
    }

    private static EmbeddedServer start(Path home, FileChannel lock, Consumer<String> progress) throws IOException {
        var binaries = Binaries.unpack(home, progress);
        if (!Files.exists(data(home).resolve("PG_VERSION"))) {
            progress.accept("Creating a PostgreSQL data folder in " + data(home));
            create(home, binaries);
        }
        var running = running(home);
        if (running.isPresent()) {
            progress.accept("Adopting the PostgreSQL that a former console left on port " + running.get());
            return new EmbeddedServer(home, binaries, lock, awaitReady(home), readPassword(home));
        }
        var log = home.resolve("postgres.log").toString();
        for (int tries = 0; tries < 5; tries++) {
            int port = freePort(home, tries);
            progress.accept("Starting PostgreSQL on port " + port);
            if (binaries.run("pg_ctl", "start", "-D", data(home).toString(), "-l", log, "-w", "-t", String.valueOf(START_LIMIT.toSeconds()), "-o", "-p " + port) == 0) {
                return new EmbeddedServer(home, binaries, lock, port, readPassword(home));
            }
            if (free(port)) {
                break; // not the port was the obstacle
            }
        }
        throw UserError.of("PostgreSQL did not start; its last words are in " + log + ".");
    }

    /** The port of the last start, which databases of this server are stored with, or 0; afterwards the port of now is remembered. */
    public int formerPort() {
        try {
            var file = home.resolve("postgres.port");
            int former = Files.exists(file) ? Integer.parseInt(Files.readString(file).trim()) : 0;
            Files.writeString(file, port + "\n");
            return former;
        } catch (IOException e) {
            throw UserError.of("The home " + home + " cannot be written: " + e.getMessage() + ".");
        }
    }

    public int port() {
        return port;
    }

    /** Made beside its place and then renamed, so that an interrupted first start leaves nothing half-made. */
    private static void create(Path home, Binaries binaries) throws IOException {
        var unfinished = home.resolve("postgres.new");
        Binaries.delete(unfinished);
        var secret = home.resolve("postgres.password");
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
        Files.move(unfinished, data(home), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The port of a live server in this home, from its postmaster.pid (pid, folder, start, port, …, state in the eighth line). */
    private static Optional<Integer> running(Path home) throws IOException {
        var file = data(home).resolve("postmaster.pid");
        var lines = Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
        if (lines.size() < 4) {
            return Optional.empty();
        }
        var process = ProcessHandle.of(Long.parseLong(lines.get(0).trim())).filter(ProcessHandle::isAlive);
        return process.filter(p -> p.info().command().map(c -> c.endsWith("postgres")).orElse(true)).map(p -> Integer.parseInt(lines.get(3).trim()));
    }

    private static int awaitReady(Path home) {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                var port = running(home);
                if (port.isPresent() && Files.readString(data(home).resolve("postmaster.pid")).contains("ready")) {
                    return port.get();
                }
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (IOException | NumberFormatException e) {
                // the file is being written: look again
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw UserError.of("The PostgreSQL in " + data(home) + " did not become ready; see " + home.resolve("postgres.log") + ".");
    }

    private static Optional<FileChannel> lock(Path home) {
        try {
            Files.createDirectories(home);
            var channel = FileChannel.open(home.resolve("console.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = null;
            try {
                held = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                // held by this very process
            }
            if (held == null) {
                channel.close();
            }
            return Optional.ofNullable(held).map(h -> channel);
        } catch (IOException e) {
            throw UserError.of("The home " + home + " cannot be written: set CARETAKER_HOME to a folder that can.");
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String readPassword(Path home) {
        try {
            return Files.readString(home.resolve("postgres.password")).trim();
        } catch (IOException e) {
            throw UserError.of("The file " + home.resolve("postgres.password") + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static Path data(Path home) {
        return home.resolve("postgres");
    }

    /** The port of the last start when it is free, else the first free one below the range from which systems lend ports to outgoing connections. */
    private static int freePort(Path home, int tries) throws IOException {
        var file = home.resolve("postgres.port");
        var known = Files.exists(file) && tries == 0 ? IntStream.of(Integer.parseInt(Files.readString(file).trim())) : IntStream.empty();
        return IntStream.concat(known, IntStream.range(15_432, 16_432)).filter(EmbeddedServer::free).findFirst()
            .orElseThrow(() -> UserError.of("No port between 15432 and 16431 is free for the embedded PostgreSQL."));
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
