package caretaker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.e2e.Child;
import caretaker.run.Catalogue;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one-command start on an embedded PostgreSQL, and everything that may stand in its way. */
class StartTest {
    @TempDir
    private Path folder;

    private Map<String, String> environment(String... more) {
        var environment = new HashMap<>(Map.of("CARETAKER_HOME", folder.resolve("home").toString(), "CARETAKER_PORT", "0"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    private long postmaster() {
        try {
            return Long.parseLong(Files.readAllLines(folder.resolve("home/postgres/postmaster.pid")).get(0).trim());
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void startsFillsStopsAndAdoptsWhatAKilledConsoleLeft() {
        try (var first = Child.start(environment(), "demo")) {
            first.until("it is ready", () -> first.output().contains("/signin/"));
            assertTrue(first.output().contains("Filling the demo database titan"), first.output());

            // A second console keeps its hands off the home; a command works beside the first.
            refused("is in use by another console", environment(), "serve");
            try (var stats = Child.start(environment(), "stats")) {
                assertEquals(0, stats.await(), stats.output());
                assertTrue(stats.output().contains("selfos-story-sessions"), stats.output());
            }
            first.kill();
        }
        var left = postmaster();
        assertTrue(ProcessHandle.of(left).isPresent(), "kill -9 leaves the server running");

        try (var second = Child.start(environment(), "demo")) {
            second.until("it is ready", () -> second.output().contains("/signin/"));
            assertTrue(second.output().contains("Adopting"), second.output());
            assertEquals(left, postmaster());
            assertFalse(second.output().contains("Filling"), second.output());
            second.end();
        }
        assertEquals(-1, postmaster());
        Await.that("SIGTERM stops the server too", () -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty(),
            () -> String.valueOf(ProcessHandle.of(left).map(ProcessHandle::info)));

        try (var third = Child.start(environment(), "preview", "selfos-story-sessions", "--json")) {
            assertEquals(0, third.await(), third.output());
        }
        assertEquals(-1, postmaster(), "a command on its own stops what it started");
    }

    @Test
    void whatStandsInTheWayIsOneSentenceAndLeavesNothingBehind() throws IOException {
        try (var taken = new ServerSocket(0)) {
            refused("is in use", environment("CARETAKER_PORT", String.valueOf(taken.getLocalPort())), "serve");
        }
        refused("CARETAKER_PORT must be a number", environment("CARETAKER_PORT", "many"), "serve");
        refused("CARETAKER_STORE must look like", environment("CARETAKER_STORE", "mysql://x"), "serve");
        refused("CARETAKER_DEV names", environment("CARETAKER_DEV", folder.toString()), "serve");
        assertFalse(Files.exists(folder.resolve("home")));

        var file = Files.writeString(folder.resolve("file"), "");
        refused("cannot be written", environment("CARETAKER_HOME", file.resolve("home").toString()), "serve");
        refused("does not answer", environment("CARETAKER_STORE", "postgresql://x:y@127.0.0.1:1/none"), "serve");
    }

    @Test
    @Catalogue("B11")
    void clocksThatDisagreeStopTheStart() throws IOException {
        var dev = folder.resolve("dev");
        for (var part : List.of("sql", "templates", "static")) {
            try (var files = Files.walk(Path.of(part))) {
                for (var file : files.toList()) {
                    Files.createDirectories(dev.resolve(file).getParent());
                    Files.copy(file, dev.resolve(file));
                }
            }
        }
        Files.writeString(dev.resolve("sql/own/clock.sql"), "select pg_catalog.clock_timestamp() + interval '5 minutes' as now order by now");
        var environment = new HashMap<>(Child.store(TestServer.database("store"), folder.resolve("home")));
        environment.put("CARETAKER_DEV", dev.toString());
        refused("The clocks of this machine and of the store are", environment, "serve");
    }

    private void refused(String sentence, Map<String, String> environment, String command) {
        try (var child = Child.start(environment, command)) {
            assertEquals(2, child.await(), child.output());
            assertTrue(child.output().contains(sentence), child.output());
            assertFalse(child.output().contains("Exception"), child.output());
        }
    }
}
