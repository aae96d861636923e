package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Samples;
import caretaker.TestServer;
import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VacuumPageTest {
    private static Site site;
    private static Visitor viewer;

    @BeforeAll
    static void open() {
        site = new Site();
        site.bench.with("""
            create table busy (id int, note text) with (autovacuum_enabled = off);
            insert into busy select n, 'x' from generate_series(1, 20000) n; analyze busy; update busy set note = 'y' where id <= 9000;
            create table tuned (id int) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
            insert into tuned select n from generate_series(1, 5000) n; analyze tuned; delete from tuned where id <= 1500;
            create table quiet (id int); insert into quiet values (1); analyze quiet""");
        site.bench.with("vacuum quiet");
        viewer = site.signedIn("a-viewer", Role.VIEWER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void eachTableIsMeasuredAgainstItsOwnThreshold() {
        site.bench.collector.measureNow(site.bench.database.id());
        var page = json("/vacuum");
        var busy = row(page, "busy");
        assertEquals(4050, busy.get("deadThreshold").asLong(), "50 + 20 % of 20,000");
        assertTrue(busy.get("isDue").asBoolean() && !busy.get("isOn").asBoolean(), busy.toString());
        var tuned = row(page, "tuned");
        assertEquals(2000, tuned.get("deadThreshold").asLong());
        assertTrue(!tuned.get("isDue").asBoolean() && tuned.get("isTuned").asBoolean(), tuned.toString());
        assertEquals(List.of("busy"), names(json("/vacuum?filter=due")));
        assertEquals(List.of("busy"), names(json("/vacuum?filter=off")));
        assertEquals("busy", names(page).get(0), "the largest share first");
        assertTrue(viewer.get("/vacuum").body().contains("1\u00a0table is past the dead rows"), viewer.get("/vacuum").body());
    }

    @Test
    void whoeverHoldsTheHorizonIsNamedWithItsKind() throws SQLException {
        var table = "create table held (id int)";
        site.bench.with(table);
        try (var old = TestServer.connect(site.bench.address); var statement = old.createStatement()) {
            old.setAutoCommit(false);
            statement.execute("set application_name = 'report'; set transaction isolation level repeatable read");
            statement.executeQuery("select 1 from held").close();
            for (int n = 0; n < 5; n++) {
                site.bench.with("insert into held values (" + n + ")");
            }
            site.bench.collector.measureNow(site.bench.database.id());
            var holder = StreamSupport.stream(json("/vacuum").get("holders").spliterator(), false).filter(h -> h.get("detail").asText().startsWith("report")).findFirst().orElseThrow();
            assertEquals("session", holder.get("kind").asText());
            assertTrue(holder.get("xminAge").asLong() >= 5, holder.toString());
            old.rollback();
        }
    }

    @Test
    void ageSaysHowFarTheEndIs() {
        Samples.put(site.store(), site.bench.database.id(), "ages", "[{\"database_name\": \"old\", \"xid_age\": 1200000000, \"mxid_age\": 5, \"freeze_max_age\": 200000000,"
            + " \"multixact_freeze_max_age\": 400000000, \"hard_limit\": 2144483648}]");
        assertEquals("old", json("/vacuum").get("ages").get(0).get("databaseName").asText());
        assertTrue(viewer.get("/vacuum").body().matches("(?s).*ct-mark ct-crit\"[^>]*>.{0,200}<span>56.0\u00a0%.*"), "near the end is critical");
        site.bench.collector.measureNow(site.bench.database.id());
        assertTrue(json("/vacuum").get("ages").size() >= 3, "the databases of the server");
    }

    @Test
    void whatFailedSaysSoInPostgresqlsWords() {
        Samples.fail(site.store(), site.bench.database.id(), "progress", "canceling statement due to statement timeout");
        var body = viewer.get("/vacuum").body();
        assertTrue(body.contains("canceling statement due to statement timeout"), body);
    }

    private static JsonNode json(String path) {
        return Json.parse(viewer.get(path, Map.of("Accept", "application/json")).body());
    }

    private static List<String> names(JsonNode page) {
        return StreamSupport.stream(page.get("rows").spliterator(), false).map(r -> r.get("relationName").asText()).toList();
    }

    private static JsonNode row(JsonNode page, String name) {
        return StreamSupport.stream(page.get("rows").spliterator(), false).filter(r -> r.get("relationName").asText().equals(name)).findFirst().orElseThrow();
    }
}
