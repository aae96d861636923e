package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bench's clock stands at noon on 15 June 2026. */
class PartitionsPageTest {
    private static Site site;
    private static Visitor viewer;

    @BeforeAll
    static void open() {
        site = new Site();
        site.bench.with("""
            create table usage (day date, n int) partition by range (day);
            create table usage_0 partition of usage for values from (minvalue) to ('2026-01-01');
            create table usage_1 partition of usage for values from ('2026-01-01') to ('2026-06-25');
            create table usage_2 partition of usage for values from ('2026-07-05') to ('2026-08-01');
            create table usage_rest partition of usage default;
            insert into usage select '2026-06-28', n from generate_series(1, 50) n; analyze usage_rest;
            create table endless (at timestamptz) partition by range (at);
            create table endless_1 partition of endless for values from ('2026-01-01 00:00+00') to (maxvalue);
            create table late (at timestamp) partition by range (at);
            create table late_1 partition of late for values from ('2025-01-01') to ('2025-02-01');
            create table numbers (id bigint) partition by range (id);
            create table numbers_1 partition of numbers for values from (0) to (100) partition by range (id);
            create table numbers_1a partition of numbers_1 for values from (0) to (50);
            create table kinds (k text) partition by list (k);
            create table kinds_a partition of kinds for values in ('it''s', 'b)');
            create table pairs (a int, b int) partition by range (a, b);
            create table pairs_1 partition of pairs for values from (1, minvalue) to (2, maxvalue);
            create table bare (day date) partition by range (day)""");
        site.bench.collector.measureNow(site.bench.database.id());
        viewer = site.signedIn("a-viewer", Role.VIEWER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void runwayEndsAtTheFirstGapAfterNow() {
        var usage = root("usage");
        assertEquals(9.5, usage.get("runwayDays").asDouble(), 0.01, "until 25 June, the partition of July is behind a gap");
        assertEquals(1, usage.get("gaps").asInt());
        assertEquals(50, usage.get("defaultRows").asInt());
        assertEquals("usage_rest", usage.get("defaultName").asText());
        assertEquals(0, root("late").get("runwayDays").asDouble(), "no partition for today");
        var endless = root("endless");
        assertTrue(endless.get("hasRunway").asBoolean() && endless.get("runwayDays").isNull(), "no end");
    }

    @Test
    void whatHasNoTimeSaysSo() {
        assertFalse(root("numbers").get("hasRunway").asBoolean());
        var body = viewer.get("/partitions").body();
        assertTrue(body.contains("unknown: the key is bigint, no time"), body);
        assertTrue(body.contains("by list"));
        assertTrue(body.contains("has no partition for rows within 7 days"), body);
    }

    @Test
    void theTreeShowsRealBoundsInTheirOrder() {
        var tree = tree("usage");
        assertEquals("usage_0", tree.get(0).get("relationName").asText());
        assertEquals("FOR VALUES FROM (MINVALUE) TO ('2026-01-01')", tree.get(0).get("bounds").asText());
        assertEquals("2026-06-25 to 2026-07-05", tree.get(2).get("gap").asText());
        assertTrue(tree.get(1).get("gap").isNull());
        assertTrue(tree.get(3).get("isDefault").asBoolean());
        var numbers = tree("numbers");
        assertEquals(2, numbers.size());
        assertEquals(2, numbers.get(1).get("level").asInt());
        assertTrue(tree("kinds").get(0).get("bounds").asText().contains("'it''s'"));
        assertEquals(1, tree("pairs").size());
        assertEquals(0, tree("bare").size());
    }

    private static JsonNode root(String name) {
        return StreamSupport.stream(json("/partitions").get("roots").spliterator(), false).filter(r -> r.get("relationName").asText().equals(name)).findFirst().orElseThrow();
    }

    private static JsonNode tree(String name) {
        var page = json("/partitions?table=managed:" + root(name).get("oid").asLong());
        assertEquals(name, page.at("/chosen/relationName").asText());
        return page.get("tree");
    }

    private static JsonNode json(String path) {
        return Json.parse(viewer.get(path, Map.of("Accept", "application/json")).body());
    }
}
