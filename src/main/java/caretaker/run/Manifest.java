package caretaker.run;

import caretaker.UserError;
import caretaker.db.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What lies beside each data file: enough to read it on an empty server, and to tell whether it is still what was written. */
public record Manifest(int format, String caretaker, String database, String systemIdentifier, String serverVersion, String serverEncoding, String schema,
                       String table, long plan, long run, int batch, Instant cutoff, String condition, List<Column> columns, String createTable, long rows,
                       String oldest, String newest, String file, String compression, String csv, Map<String, String> settings, long bytes, long rawBytes,
                       String sha256, List<String> restore, Instant writtenAt) {
    /** The format this program writes, and the newest that it reads. */
    public static final int FORMAT = 1;
    private static final int MOST_BYTES = 1 << 24;

    /** A column of the table as it was, in the order of the CSV. */
    public record Column(String name, String type, boolean generated) {}

    /** Where the manifest of a data file lies. */
    static Path beside(Path data) {
        return data.resolveSibling(data.getFileName() + ".json");
    }

    /** Written as durably as the data: under another name first, nothing replaced, read back from disk and compared. */
    void write(Path path) throws IOException {
        var text = Json.pretty(this).getBytes(StandardCharsets.UTF_8);
        var part = path.resolveSibling(path.getFileName() + "." + Disk.attempt() + ".part");
        try {
            try (var channel = Disk.create(part)) {
                Disk.write(channel, ByteBuffer.wrap(text));
                channel.force(true);
            }
            Disk.publish(part, path);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw Disk.unwritten(path, e);
        }
        if (!Disk.content(path).equals(Disk.Content.of(text))) {
            Files.deleteIfExists(path);
            throw new IOException("The manifest " + path + " was read back from disk and does not hold what was written; it was removed.");
        }
    }

    static Manifest read(Path path) {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            var manifest = channel.size() > MOST_BYTES ? null
                : Json.read(new String(Channels.newInputStream(channel).readNBytes(MOST_BYTES), StandardCharsets.UTF_8), Manifest.class);
            if (manifest == null || !manifest.complete()) {
                throw UserError.of("The file " + path + " is not the manifest of an export.");
            }
            if (manifest.format > FORMAT) {
                throw UserError.of("The manifest " + path + " was written by a newer Caretaker (" + manifest.caretaker + "); use that one to read it.");
            }
            return manifest;
        } catch (NoSuchFileException e) {
            throw UserError.of("The manifest " + path + " does not exist.");
        } catch (IOException e) {
            throw UserError.of("The manifest " + path + " cannot be read: " + e.getMessage() + ".");
        } catch (IllegalStateException e) {
            throw UserError.of("The file " + path + " is not the manifest of an export.");
        }
    }

    /** A newer format may have other parts; of this one the parts are known without which nothing can be read. */
    private boolean complete() {
        return format > FORMAT || format == FORMAT && Stream.of(schema, table, columns, file, compression, sha256).allMatch(Objects::nonNull)
            && !columns.isEmpty() && ExportFolder.plain(file);
    }
}
