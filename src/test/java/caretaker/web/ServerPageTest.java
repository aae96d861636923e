package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Samples;
import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServerPageTest {
    private static Site site;
    private static Visitor viewer;

    @BeforeAll
    static void open() {
        site = new Site();
        site.bench.with("""
            create table orders (id serial primary key);
            select setval('orders_id_seq', 2000000000);
            create table lines (id int); create sequence lines_seq as bigint owned by lines.id; select setval('lines_seq', 1600000000)""");
        site.bench.collector.measureNow(site.bench.database.id());
        viewer = site.signedIn("a-viewer", Role.VIEWER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void aSequenceEndsWithTheNarrowerOfItselfAndItsColumn() {
        var orders = find("sequences", "sequenceName", "orders_id_seq");
        assertEquals("critical", orders.get("verdict").asText());
        assertEquals(0.9313, orders.get("usedShare").asDouble(), 0.001);
        var lines = find("sequences", "sequenceName", "lines_seq");
        assertEquals(2147483647, lines.get("highest").asLong(), "the column is an integer");
        assertEquals("warning", lines.get("verdict").asText());
    }

    @Test
    void eachUnusualSettingSaysWhy() {
        put("settings", "[{\"name\": \"fsync\", \"setting\": \"off\", \"source\": \"configuration file\", \"pending_restart\": false}, {\"name\": \"shared_buffers\", \"setting\": \"524288\", \"unit\": \"8kB\","
            + " \"source\": \"configuration file\", \"pending_restart\": true}, {\"name\": \"listen_addresses\", \"setting\": \"127.0.0.1\", \"source\": \"configuration file\", \"pending_restart\": false}]");
        var fsync = find("rows", "name", "fsync");
        assertEquals("critical", fsync.get("state").asText());
        assertTrue(fsync.get("why").asText().contains("crash"));
        assertTrue(find("rows", "name", "shared_buffers").get("state").isNull());
        var body = viewer.get("/server").body();
        assertTrue(body.contains("4.00\u00a0GB") && body.contains("waits for a restart") && body.contains("puts data at risk"), body);
        assertTrue(body.replaceAll("\\s+", " ").matches(".*<td class=\"ct-wrap ct-full\" data-k=\"\">(?:(?!</td>).)*crash.*"), "a cell without data-k is not shown on the phone");
        assertEquals(1, json("/server?filter=pending").get("rows").size());
        site.bench.collector.measureNow(site.bench.database.id());
    }

    @Test
    void archivingSaysWhetherARestoreToAPointInTimeIsPossible() {
        assertEquals("off", json("/server").at("/archiving/0/mode").asText());
        assertTrue(viewer.get("/server").body().contains("archive_mode is off"));
        archiver("\"mode\": \"on\", \"has_command\": true, \"archived_at\": \"2026-06-15T11:00:00Z\"", "ok");
        archiver("\"mode\": \"on\", \"has_command\": true, \"archived_at\": \"2026-06-15T11:00:00Z\", \"failed_at\": \"2026-06-15T11:30:00Z\"", "critical");
        archiver("\"mode\": \"on\", \"has_command\": false, \"has_library\": false", "critical");
        archiver("\"mode\": \"on\"", "unknown");
        site.bench.collector.measureNow(site.bench.database.id());
    }

    @Test
    void slotsNobodyReadsAreNamedWithTheWalTheyKeep() {
        put("slots", "[{\"name\": \"gone\", \"slot_type\": \"physical\", \"is_active\": false, \"is_temporary\": false, \"wal_status\": \"extended\", \"kept_bytes\": 5368709120},"
            + " {\"name\": \"busy\", \"slot_type\": \"logical\", \"is_active\": true, \"is_temporary\": false, \"wal_status\": \"reserved\", \"kept_bytes\": 10}]");
        assertEquals("critical", find("slots", "name", "gone").get("verdict").asText());
        assertEquals("ok", find("slots", "name", "busy").get("verdict").asText());
        assertTrue(viewer.get("/server").body().contains("keeps 5.00\u00a0GB"));
        put("replication", "[{\"kind\": \"standby\", \"name\": \"b\", \"state\": \"streaming\", \"lag_bytes\": 268435456, \"lag_seconds\": 5}, {\"kind\": \"standby\", \"name\": \"c\"}]");
        assertEquals("warning", find("replication", "name", "b").get("verdict").asText());
        assertEquals("unknown", find("replication", "name", "c").get("verdict").asText());
        assertEquals(200, viewer.get("/server").status());
    }

    @Test
    void theDiskIsShownWhereItCanBeSeen() {
        var tablespace = "{\"kind\": \"tablespace\", \"name\": \"pg_default\", \"size_bytes\": 1073741824, ";
        put("disk", "[" + tablespace + "\"total_bytes\": 10737418240, \"free_bytes\": 2147483648}]");
        assertTrue(viewer.get("/server").body().contains("2.00\u00a0GB of 10.0\u00a0GB free"), viewer.get("/server").body());
        put("disk", "[" + tablespace + "\"unknown\": \"Nobody tells.\"}]");
        var body = viewer.get("/server").body();
        assertTrue(body.contains("Nobody tells.") && body.contains("check=disk_free"), body);
    }

    private static void archiver(String fields, String state) {
        put("archiver", "[{\"wal_level\": \"replica\", \"in_recovery\": false, " + fields + "}]");
        assertEquals(state, json("/server").at("/archiving/0/state").asText(), fields);
    }

    private static void put(String series, String rows) {
        Samples.put(site.store(), site.bench.database.id(), series, rows);
    }

    private static JsonNode find(String list, String field, String value) {
        return StreamSupport.stream(json("/server").get(list).spliterator(), false).filter(r -> r.get(field).asText().equals(value)).findFirst().orElseThrow();
    }

    private static JsonNode json(String path) {
        return Json.parse(viewer.get(path, Map.of("Accept", "application/json")).body());
    }
}
