package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Samples;
import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bench's clock stands at noon on 15 June 2026. */
class GrowthPageTest {
    private static final long GB = 1024L * 1024 * 1024;
    private static Site site;
    private static Visitor viewer;

    @BeforeAll
    static void open() throws SQLException {
        site = new Site();
        site.bench.with("create table usage (id int); create table still (id int)");
        site.bench.collector.measureNow(site.bench.database.id());
        viewer = site.signedIn("a-viewer", Role.VIEWER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void aForecastBeginsWithTwoWeeksAndSkipsGaps() throws SQLException {
        store("delete from caretaker_store.database_sample");
        days("generate_series(0, 9)");
        assertTrue(json("/growth").at("/databases/0/forecast").isNull());
        assertTrue(viewer.get("/growth").body().contains("A forecast needs 14 days of samples; 10\u00a0days are known."), viewer.get("/growth").body());
        store("delete from caretaker_store.database_sample");
        days("generate_series(0, 40) as n where n not between 10 and 15");
        var base = json("/growth?limit=6+GB").at("/databases/0");
        assertEquals(0.05 * GB, base.at("/forecast/perDay").asDouble(), 0.001 * GB);
        assertEquals(35, base.get("days").asInt());
        assertEquals(1, base.at("/chart/gaps").size());
        assertEquals(2, base.at("/chart/measured").size());
        assertEquals(6 * GB, base.at("/reaches/0/bytes").asLong());
        assertEquals(20, base.at("/reaches/0/days").asDouble(), 0.5, "5 GB now, 0.05 GB a day");
        assertEquals(10 * GB, base.at("/reaches/1/bytes").asLong());
        assertEquals(23.25 * GB, base.at("/years/0/likely").asDouble(), 0.5 * GB);
        assertTrue(viewer.get("/growth").body().contains("grows by"));
    }

    @Test
    void aDiskThatIsSeenIsFullOnADay() throws SQLException {
        store("delete from caretaker_store.database_sample");
        days("generate_series(0, 30)");
        disk("\"free_bytes\": " + GB + ", \"total_bytes\": " + 10 * GB);
        var reaches = json("/growth").at("/databases/0/reaches");
        var full = reaches.get(reaches.size() - 1);
        assertTrue(full.get("full").asBoolean(), reaches.toString());
        assertEquals(20, full.get("days").asDouble(), 0.5, "1 GB left, 0.05 GB a day");
        assertTrue(viewer.get("/growth").body().contains("The disk is full in about 20"), viewer.get("/growth").body());
        disk("\"unknown\": \"Nobody tells.\"");
        assertTrue(viewer.get("/growth").body().contains("Nobody tells."));
        store("insert into caretaker_store.threshold (database_id, check_name, parameter, value, changed_by) values (" + site.bench.database.id() + ", 'disk_free', 'capacity', '7', 'ana')");
        assertEquals(40, json("/growth").at("/databases/0/reaches/2/days").asDouble(), 1, "7 GB for what holds 5");
        assertTrue(viewer.get("/growth").body().contains("left of what an admin said"));
        store("delete from caretaker_store.threshold");
    }

    private static void disk(String fields) {
        Samples.put(site.store(), site.bench.database.id(), "disk", "[{\"kind\": \"data\", \"name\": \"data directory\", " + fields + "}, {\"kind\": \"tablespace\", \"name\": \"pg_default\", \"size_bytes\": " + 5 * GB + "}]");
    }

    @Test
    void tablesAreProjectedForThreeYears() throws SQLException {
        store("""
            insert into caretaker_store.relation_sample (database_id, oid, taken_at, estimated_rows, heap_bytes, index_bytes, toast_bytes)
            select r.database_id, r.oid, timestamptz '2026-06-15 11:00+00' - n * interval '1 day', (100 - n) * 1000, (100 - n) * 1000000, 0, 0
            from caretaker_store.relation as r cross join generate_series(0, 30) as n where r.relation_name = 'usage'""");
        var tables = json("/growth?q=usage").get("tables");
        assertEquals(1, tables.size());
        assertEquals(1_000_000, tables.at("/0/bytes/perDay").asDouble(), 50_000);
        assertEquals(465_000, tables.at("/0/rowYears/0/likely").asDouble(), 20_000);
        assertEquals(3, tables.at("/0/years").size());
        assertEquals(0, json("/growth?q=nothing_like_it").get("tables").size());
    }

    @Test
    void aSizeIsReadAsPeopleWriteIt() {
        assertEquals(20 * GB, Bytes.read(" 20 GB "));
        assertEquals(1536 * GB, Bytes.read("1.5tb"));
        assertNull(Bytes.read("many"));
        assertNull(Bytes.read("0 GB"));
        assertTrue(viewer.get("/growth?limit=lots").body().contains("Write a size as 20 GB"));
    }

    private static void days(String series) throws SQLException {
        store("insert into caretaker_store.database_sample (database_id, taken_at, relations, size_bytes, heap_bytes, index_bytes, toast_bytes) select " + site.bench.database.id()
            + ", timestamptz '2026-06-15 11:00+00' - n * interval '1 day', 2, 5 * 1073741824::bigint - n * 53687091, 0, 0, 0 from " + (series.contains(" as n") ? series : series + " as n"));
    }

    private static void store(String sql) throws SQLException {
        try (var connection = site.store().connection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static JsonNode json(String path) {
        return Json.parse(viewer.get(path, Map.of("Accept", "application/json")).body());
    }
}
