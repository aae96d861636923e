package caretaker.observe;

import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;

/**
 * How full the disks of a server are, told by the operating system: only where the console stands on the server's machine and may read its data directory.
 * A path alone proves nothing, the same one exists on other machines; postmaster.pid says when its server started.
 */
final class DiskSpace {
    private static final long SECONDS = 60; // between the first line of the server's own clock and what pg_postmaster_start_time says
    private static final String HIDDEN = "The login does not see where the data directory is: grant it pg_read_all_settings, which pg_monitor includes.";
    private static final String ELSEWHERE = "PostgreSQL does not tell how full its disk is, and the console does not stand on the server's machine or may not read its data directory.";

    private DiskSpace() {}

    /** The rows of the series disk with what the operating system knows of each place, or why it cannot be asked. */
    static String beside(String rows) {
        var all = Json.parse(rows);
        for (var data : all) {
            if (data.path("kind").asText().equals("data")) {
                var unknown = unknown(data);
                all.forEach(row -> look((ObjectNode) row, data, unknown));
            }
        }
        return Json.write(all);
    }

    private static String unknown(JsonNode data) {
        if (!data.hasNonNull("location")) {
            return HIDDEN;
        }
        try {
            var started = Long.parseLong(Files.readAllLines(Path.of(data.get("location").asText(), "postmaster.pid")).get(2).strip());
            var said = OffsetDateTime.parse(data.get("started_at").asText()).toEpochSecond();
            return Math.abs(started - said) <= SECONDS ? null : ELSEWHERE;
        } catch (IOException | RuntimeException e) {
            return ELSEWHERE;
        }
    }

    private static void look(ObjectNode row, JsonNode data, String unknown) {
        if (unknown != null) {
            row.put("unknown", unknown);
            return;
        }
        try {
            var disk = Files.getFileStore(place(row, Path.of(data.get("location").asText())));
            row.put("device", disk.name()).put("total_bytes", disk.getTotalSpace()).put("free_bytes", disk.getUsableSpace());
        } catch (IOException | RuntimeException e) {
            row.put("unknown", "The console cannot ask the operating system about this place: " + e.getMessage());
        }
    }

    private static Path place(JsonNode row, Path data) {
        return row.hasNonNull("location") ? Path.of(row.get("location").asText()) : row.path("kind").asText().equals("wal") ? data.resolve("pg_wal") : data;
    }
}
