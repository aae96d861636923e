package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bench's clock stands at noon on 15 June 2026. */
class TablePageTest {
    private static Site site;
    private static Visitor viewer;

    @BeforeAll
    static void open() {
        site = new Site();
        site.bench.with("create table visits (id bigint primary key, at timestamptz); insert into visits select n, now() from generate_series(1, 20) n; create table still (id int)");
        site.bench.policy("public.visits", "at", "90 days", "delete");
        site.bench.collector.measureNow(site.bench.database.id());
        store("""
            insert into caretaker_store.relation_sample (database_id, oid, taken_at, estimated_rows, heap_bytes, index_bytes, toast_bytes)
            select r.database_id, r.oid, timestamptz '2026-06-15 11:00+00' - n * interval '1 day', 0, (100 - n) * 1000000, 0, 0
            from caretaker_store.relation as r cross join generate_series(0, 30) as n where r.relation_name = 'visits'""");
        store("update caretaker_store.relation set heap_bytes = 100000000, index_bytes = 0, toast_bytes = 0 where relation_name = 'visits'");
        viewer = site.signedIn("a-viewer", Role.VIEWER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void theSizeGoesOnAsItsForecastAndThePolicyHasItsLine() {
        due("40000000");
        var page = json("/table?name=public.visits");
        assertEquals(1_000_000, page.at("/outlook/forecast/perDay").asDouble(), 20_000);
        assertEquals(60_000_000, page.at("/outlook/kept").asLong());
        assertEquals(11, page.at("/chart/ahead/days").asInt());
        assertTrue(page.at("/chart/ahead/kept").asText().matches("[0-9.]+%"), page.toString());
        var text = viewer.get("/table?name=public.visits").body();
        assertTrue(text.contains("with 90 days kept ≈\u00a057.2"), text);
        assertTrue(text.contains("Oldest row") && text.contains("policy 90 days"), text);
    }

    @Test
    void whatIsNotKnownHasNoLine() {
        due("null");
        var page = json("/table?name=public.visits");
        assertTrue(page.at("/chart/ahead/kept").isNull());
        assertTrue(json("/table?name=public.still").at("/outlook/forecast").isNull());
        due("0");
        assertTrue(json("/table?name=public.visits").at("/outlook/kept").isNull(), "nothing is past its time");
    }

    private static void due(String bytes) {
        store("delete from caretaker_store.cleanup_sample");
        store("insert into caretaker_store.cleanup_sample (policy_id, policy_version, taken_at, took_ms, total_rows, due_rows, due_exact, due_bytes, oldest, oldest_at) "
            + "select p.id, p.version, timestamptz '2026-06-15 11:00+00', 1, 20, 8, true, " + bytes + ", '2025-06-01', timestamptz '2025-06-01 00:00+00' from caretaker_store.policy as p");
    }

    private static void store(String sql) {
        TestServer.execute(site.bench.storeAddress, sql);
    }

    private static JsonNode json(String path) {
        return Json.parse(viewer.get(path, Map.of("Accept", "application/json")).body());
    }
}
