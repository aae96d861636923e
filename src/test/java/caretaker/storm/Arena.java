package caretaker.storm;

import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.db.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** The PostgreSQL of one storm: of its own where possible, so that a crash hurts nobody else, and fast, as it need not survive the machine. */
final class Arena implements AutoCloseable {
    private static final Path FOLDER = Path.of("target", "storm");
    private static final String OWNER = "storm_care";
    private final EmbeddedServer own; // null on a server that somebody else started: it is not ours to crash
    private final Path home;

    private Arena(EmbeddedServer own, Path home) {
        this.own = own;
        this.home = home;
    }

    static Arena open() {
        var choice = System.getProperty("postgres", "");
        if (choice.startsWith("docker:") || choice.startsWith("postgresql:")) {
            return new Arena(null, null);
        }
        try {
            removeOld();
            var home = Files.createDirectories(FOLDER.resolve("server-" + ProcessHandle.current().pid())).toRealPath();
            var server = EmbeddedServer.start(home, progress -> {});
            server.execute("postgres", "alter system set fsync = off");
            server.execute("postgres", "alter system set full_page_writes = off");
            server.execute("postgres", "select pg_reload_conf()");
            return new Arena(server, home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True when its processes may be killed. */
    boolean mine() {
        return own != null;
    }

    /** A fresh database that belongs to an ordinary login; the address is that of the superuser. */
    Address database(String prefix) {
        if (own == null) {
            var address = TestServer.database(prefix);
            TestServer.execute(address, "alter database " + address.database() + " owner to " + TestServer.login(OWNER, address.database()).user());
            return address;
        }
        own.createLogin(OWNER, "secret-" + OWNER);
        own.createDatabase(prefix, OWNER);
        return own.superuser(prefix);
    }

    /** The ordinary login, in a database of this server. */
    Address login(String database) {
        return own == null ? TestServer.login(OWNER, database) : own.address(database, OWNER, "secret-" + OWNER);
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
            remove(home);
        }
    }

    private static void removeOld() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return;
        }
        try (var old = Files.list(FOLDER)) {
            old.filter(f -> f.getFileName().toString().matches("server-\\d+"))
                .filter(f -> ProcessHandle.of(Long.parseLong(f.getFileName().toString().substring(7))).isEmpty()).forEach(Arena::remove);
        }
    }

    private static void remove(Path folder) {
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
