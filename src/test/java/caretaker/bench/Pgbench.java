package caretaker.bench;

import caretaker.db.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PostgreSQL's own load, pgbench, as the application in the foreground: its capacity, and how long its transactions take at a given rate. */
final class Pgbench {
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private final Path program;
    private final Address address;
    private final Path folder;

    private Pgbench(Path program, Address address, Path folder) {
        this.program = program;
        this.address = address;
        this.folder = folder;
    }

    /** A transaction of the load: when it ended, in seconds since 1970, and how long after its time it did. */
    record Transaction(double endedAt, double ms) {}

    /** The program, on the PATH or where Debian puts it; empty when there is none here. */
    static Optional<Path> program() {
        var installed = Path.of("/usr/lib/postgresql");
        try (var versions = Files.isDirectory(installed) ? Files.list(installed) : Stream.<Path>empty()) {
            var debian = versions.map(v -> v.resolve("bin/pgbench")).sorted().toList();
            var path = Arrays.stream(System.getenv("PATH").split(":")).map(p -> Path.of(p, "pgbench")).toList();
            return Stream.of(path, debian).flatMap(Collection::stream).filter(Files::isExecutable).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills its tables in a database. */
    static Pgbench in(Address address, Path program, int scale) {
        try {
            var pgbench = new Pgbench(program, address, Files.createDirectories(Path.of("target", "bench", "pgbench")));
            pgbench.run("-i", "-q", "-s", String.valueOf(scale));
            return pgbench;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Transactions per second, as many as go. */
    double capacity(int seconds) {
        var matcher = TPS.matcher(run("-n", "-c", "8", "-j", "2", "-T", String.valueOf(seconds)));
        if (!matcher.find()) {
            throw new IllegalStateException("pgbench tells no rate");
        }
        return Double.parseDouble(matcher.group(1));
    }

    /** So many transactions per second, whatever happens: one that had to wait for a free client counts from its time on. */
    List<Transaction> load(double rate, int seconds) {
        try {
            forget();
            run("-n", "-c", "8", "-j", "2", "-T", String.valueOf(seconds), "-R", String.valueOf(rate), "-l", "--log-prefix=" + folder.resolve("log"));
            var all = new ArrayList<Transaction>();
            for (var file : logs()) {
                try (var lines = Files.lines(file)) {
                    lines.map(Pgbench::transaction).forEach(all::add);
                }
            }
            forget();
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of the log: client, transaction, latency in µs, script, end in s, and in µs, lag in µs. */
    private static Transaction transaction(String line) {
        var field = line.split(" ");
        return new Transaction(Long.parseLong(field[4]) + Long.parseLong(field[5]) / 1e6, Long.parseLong(field[2]) / 1e3);
    }

    private List<Path> logs() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("log.")).toList();
        }
    }

    private void forget() throws IOException {
        for (var file : logs()) {
            Files.delete(file);
        }
    }

    private String run(String... arguments) {
        var command = new ArrayList<>(List.of(program.toString(), "-h", address.host(), "-p", String.valueOf(address.port()), "-U", address.user()));
        command.addAll(List.of(arguments));
        command.add(address.database());
        var output = folder.resolve("output");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("PGPASSWORD", address.password());
        try {
            int exit = builder.start().waitFor();
            var text = Files.readString(output);
            if (exit != 0) {
                throw new IllegalStateException("pgbench failed: " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
