package caretaker.e2e;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.db.Address;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Caretaker as a process of its own, as a user starts it; it can be killed. */
public final class Child implements AutoCloseable {
    private final Process process;
    private final Path output;

    private Child(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static Child start(Map<String, String> environment, String... arguments) {
        return start(environment, List.of(), "caretaker.Main", arguments);
    }

    /** With options for its virtual machine, or another main class of the tests. */
    public static Child start(Map<String, String> environment, List<String> options, String main, String... arguments) {
        try {
            var output = Files.createTempFile(Files.createDirectories(Path.of("target", "test-output")), "child", ".txt");
            var builder = process(environment, options, main, arguments);
            return new Child(builder.redirectErrorStream(true).redirectOutput(output.toFile()).redirectInput(new File("/dev/null")).start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A virtual machine with the classes of this one, that starts quickly, in a clean environment. */
    public static ProcessBuilder process(Map<String, String> environment, List<String> options, String main, String... arguments) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), main));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("CARETAKER_"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** The environment for a store of its own, with the key that Workbench seals passwords with. */
    public static Map<String, String> store(Address address, Path home) {
        return Map.of("CARETAKER_STORE", "postgresql://" + address.user() + ":" + address.password() + "@" + address.host() + ":" + address.port() + "/"
            + address.database() + "?sslmode=" + address.tls(), "CARETAKER_HOME", home.toString(), "CARETAKER_PORT", "0",
            "CARETAKER_KEY_FILE", TestServer.key().toString());
    }

    /** What it has printed so far. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** SIGTERM, and its exit code. */
    public int end() {
        process.destroy();
        return await();
    }

    /** Waits for its own end and gives the exit code. */
    public int await() {
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("It does not end: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until something is so; fails with what was printed. */
    public void until(String what, BooleanSupplier state) {
        Await.that(what, state, this::output);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
