package caretaker.bench;

import caretaker.TestServer;
import caretaker.db.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The server that is measured: one of its own with durable, equal settings for every way, or, with -Dpostgres=postgresql://…, an existing one as it is. */
final class BenchServer implements AutoCloseable {
    private static final Path HOME = Path.of("target", "bench", "server");
    /**
     * Room for the WAL, so that no way pays for a checkpoint that another escapes; its files are kept, so that the first does not pay for making
     * them. No autovacuum, which would hit one round and spare the next.
     */
    private static final Map<String, String> SETTINGS = Map.of("shared_buffers", "256MB", "max_wal_size", "4GB", "min_wal_size", "4GB",
        "checkpoint_timeout", "30min", "autovacuum", "off");
    private final EmbeddedServer server; // null for an existing one

    private BenchServer(EmbeddedServer server) {
        this.server = server;
    }

    /** Starts it anew and makes it the server of TestServer, which must not have been used yet. */
    static BenchServer start() {
        if (System.getProperty("postgres", "").startsWith("postgresql://")) {
            return new BenchServer(null);
        }
        remove();
        var first = EmbeddedServer.start(home(), progress -> {});
        SETTINGS.forEach((name, value) -> first.execute("postgres", "alter system set " + name + " = '" + value + "'"));
        first.close();
        var server = EmbeddedServer.start(home(), progress -> {});
        var admin = server.superuser("postgres");
        System.setProperty("postgres", "postgresql://" + admin.user() + ":" + admin.password() + "@" + admin.host() + ":" + admin.port() + "/postgres?sslmode=disable");
        return new BenchServer(server);
    }

    /** What the figures depend on, as the server itself tells it. */
    static Map<String, String> settings() {
        var found = new LinkedHashMap<String, String>();
        for (var name : new String[] {"fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size", "checkpoint_timeout", "autovacuum"}) {
            found.put(name, TestServer.value(TestServer.in("postgres"), "show " + name));
        }
        return found;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            remove();
        }
    }

    private static Path home() {
        try {
            return Files.createDirectories(HOME).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Also what a killed benchmark left, of whatever version. */
    private static void remove() {
        if (!Files.exists(HOME)) {
            return;
        }
        if (EmbeddedServer.attach(home()).isPresent()) {
            throw new IllegalStateException("another benchmark runs in " + HOME);
        }
        stopServer();
        try (var all = Files.walk(HOME)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By the process id in its own file, and only if that process is a program of this folder. */
    private static void stopServer() {
        var file = HOME.resolve("postgres").resolve("postmaster.pid");
        try {
            if (Files.exists(file)) {
                var program = home().toString();
                ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).trim()))
                    .filter(p -> p.info().command().filter(c -> c.startsWith(program)).isPresent()).ifPresent(p -> {
                        p.destroy();
                        p.onExit().join();
                    });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
