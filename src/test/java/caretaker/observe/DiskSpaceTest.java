package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Free space is told only of the disk that is certainly the server's. */
class DiskSpaceTest {
    private static final String STARTED = "2026-06-15T10:00:00.5+00:00";

    @TempDir
    private Path data;

    @BeforeEach
    void serverOnThisMachine() throws IOException {
        Files.createDirectory(data.resolve("pg_wal"));
        Files.writeString(data.resolve("postmaster.pid"), "4711\n" + data + "\n1781517600\n5432\n");
    }

    private static JsonNode beside(String location, String started) {
        return Json.parse(DiskSpace.beside("[{\"kind\": \"data\", \"name\": \"data directory\", \"location\": " + location + ", \"started_at\": \"" + started + "\"},"
            + " {\"kind\": \"tablespace\", \"name\": \"pg_default\", \"location\": null, \"size_bytes\": 7}, {\"kind\": \"tablespace\", \"name\": \"gone\", \"location\": \"/nowhere/at/all\"},"
            + " {\"kind\": \"wal\", \"name\": \"pg_wal\", \"location\": null}]"));
    }

    @Test
    void theDiskOfAServerOnThisMachineIsSeen() throws IOException {
        var rows = beside("\"" + data + "\"", STARTED);
        var total = Files.getFileStore(data).getTotalSpace();
        for (int i : new int[] {0, 1, 3}) {
            assertEquals(total, rows.path(i).path("total_bytes").asLong(), rows.toString());
            assertTrue(rows.path(i).path("free_bytes").asLong() > 0 && rows.path(i).hasNonNull("device"));
        }
        assertEquals(7, rows.at("/1/size_bytes").asInt());
        assertTrue(rows.at("/2/unknown").asText().contains("/nowhere/at/all"));
    }

    @Test
    void thePathOfAnotherMachineIsNotTakenForIt() {
        var other = beside("\"" + data + "\"", "2026-06-15T10:05:00+00:00");
        assertTrue(other.at("/0/unknown").asText().contains("does not stand on the server's machine"), other.toString());
        assertFalse(other.path(0).has("free_bytes") || other.path(1).has("free_bytes"));
        assertTrue(beside("\"/nowhere/at/all\"", STARTED).at("/0/unknown").asText().contains("does not stand on the server's machine"));
    }

    @Test
    void aHiddenDataDirectoryNamesTheRight() {
        assertTrue(beside("null", STARTED).at("/0/unknown").asText().contains("pg_read_all_settings"));
    }
}
