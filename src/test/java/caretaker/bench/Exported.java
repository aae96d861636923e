package caretaker.bench;

import caretaker.run.Compression;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** The files that an export wrote: which rows are in them. They are removed when they are closed. */
record Exported(Path folder) implements AutoCloseable {
    /** The same words as Events has for rows of a table. */
    String rows() {
        long rows = 0;
        long sum = 0;
        long mixed = 0;
        try (var all = Files.walk(folder)) {
            for (var file : all.filter(f -> f.toString().endsWith(Compression.ZSTD.ending())).toList()) {
                try (var lines = new BufferedReader(new InputStreamReader(Compression.ZSTD.unwrap(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                    lines.readLine(); // the header
                    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                        long id = Long.parseLong(line, 0, line.indexOf(','), 10);
                        rows++;
                        sum += id;
                        mixed += id % 9973 * (id % 9967);
                    }
                }
            }
            return Events.told(rows, sum, mixed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
