package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.db.Json;
import caretaker.observe.Table;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TablesPageTest {
    private static final List<String> HOSTILE = List.of("<b>bold</b> & \"quoted\"", "a.b", "it's", "per%cent+plus#hash?x=y", "Grün 日本", " blank ", "back\\slash", "${7*7}", "semi;colon--");
    private static Site site;
    private static Visitor viewer;

    @BeforeAll
    static void open() {
        site = new Site();
        site.bench.with("""
            create table events (id bigint primary key, note text, user_id int, at timestamptz);
            insert into events select n, repeat('x', 400), n from generate_series(1, 6000) n;
            create table users (id int primary key);
            alter table events add foreign key (user_id) references users not valid;
            create table usage (day date) partition by range (day);
            create table usage_2025 partition of usage for values from ('2025-01-01') to ('2026-01-01');
            create table usage_2026 partition of usage for values from ('2026-01-01') to ('2027-01-01');
            insert into usage select date '2025-06-01' + n from generate_series(1, 300) n""");
        HOSTILE.forEach(name -> site.bench.with("create table public.\"" + name.replace("\"", "\"\"") + "\" (id int primary key)"));
        site.bench.policy("public.events", "at", "90 days", "delete");
        site.bench.collector.measureNow(site.bench.database.id());
        viewer = site.signedIn("a-viewer", Role.VIEWER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void showsEachTableOnceWithItsPartitionsRolledUp() {
        var page = json("/tables");
        assertEquals(HOSTILE.size() + 3, page.at("/summary/tables").asInt());
        assertEquals(HOSTILE.size() + 3, page.at("/rows").size());
        var usage = row(page, "usage");
        assertEquals(2, usage.get("partitions").asInt());
        assertEquals("300", usage.get("estimatedRows").asText());
        assertTrue(usage.get("totalBytes").asLong() > 0);
        assertEquals(List.of("usage_2025", "usage_2026"), names(json("/tables?parent=public.usage&sort=name")).stream().filter(n -> n.startsWith("usage_")).toList());
    }

    @Test
    void sortsBothWaysAndIgnoresColumnsItDoesNotKnow() {
        for (var column : List.of("name", "rows", "size", "growth", "dead", "share", "vacuumed", "analyzed")) {
            assertEquals(HOSTILE.size() + 3, names(json("/tables?sort=" + column)).size(), column);
            assertEquals(HOSTILE.size() + 3, names(json("/tables?sort=-" + column)).size(), column);
        }
        assertEquals("events", names(json("/tables?sort=-size")).get(0));
        assertEquals("events", names(json("/tables?sort=-rows")).get(0));
        var up = names(json("/tables?sort=name"));
        var down = new ArrayList<>(names(json("/tables?sort=-name")));
        Collections.reverse(down);
        assertEquals(up, down);
        assertEquals(names(json("/tables?sort=-size")), names(json("/tables?sort=-size%3Bdrop")));
    }

    @Test
    void searchAndFiltersSayWhatTheyHide() {
        assertEquals(List.of("events"), names(json("/tables?q=VENT")));
        assertEquals(List.of("events"), names(json("/tables?filter=policy")));
        var none = viewer.get("/tables?q=logz%25");
        assertTrue(none.body().contains("No table matches “logz%”"), none.body());
        assertTrue(none.body().contains("hidden by the filter"), none.body());
    }

    @Test
    void hostileNamesShowAsTextAndTheirLinksLeadThere() {
        var list = viewer.get("/tables").body();
        assertFalse(list.contains("<b>bold</b>"), "a name became markup");
        for (var name : HOSTILE) {
            var link = TableRow.link("managed", "public", name);
            assertTrue(list.contains("href=\"" + link.replace("&", "&amp;") + "\""), link);
            var table = viewer.get(link);
            assertEquals(200, table.status(), name);
            assertFalse(table.body().contains("<b>bold</b>"), name);
            assertEquals(name, Json.parse(viewer.get(link, Map.of("Accept", "application/json")).body()).get("table").asText());
            assertEquals(name, Table.split(Table.display("public", name))[1]);
        }
    }

    @Test
    void aViewerReadsAndAnOperatorMeasures() {
        assertFalse(viewer.get("/tables").body().contains("Measure now"));
        var operator = site.signedIn("an-operator", Role.OPERATOR);
        var done = operator.post("/measurements", Map.of());
        assertEquals(303, done.status());
        assertEquals("/tables", done.location());
        assertTrue(operator.get("/tables").body().contains("Measured "));
    }

    @Test
    void theTablePageShowsKeysInBothDirectionsAndTheMissingIndex() {
        var events = viewer.get("/table?name=public.events");
        assertEquals(200, events.status());
        assertTrue(events.body().contains("1 out, 0 in"), events.body());
        assertTrue(viewer.get("/table?name=users").body().contains("each row deleted here reads that whole table"));
        assertEquals(404, viewer.get("/table?name=public.nothing").status());
    }

    @Test
    void historyIsDrawnFromTheSecondSampleOnAndEndsInAGapWhereNobodyMeasured() {
        var before = site.bench.now;
        TestServer.execute(site.bench.address, "create table grows (note text)");
        for (int day = 0; day < 12; day++) {
            site.bench.now = before.plus(Duration.ofDays(day < 6 ? day : day + 5));
            site.bench.with("insert into grows select repeat('x', 500) from generate_series(1, 200)");
            site.bench.collector.measureNow(site.bench.database.id());
        }
        viewer = site.signedIn("a-viewer", Role.VIEWER); // the old session has expired by now
        var page = Json.parse(viewer.get("/table?name=grows&range=all", Map.of("Accept", "application/json")).body());
        assertEquals(6, page.at("/chart/areas").size(), "two stretches of three layers");
        assertEquals(1, page.at("/chart/gaps").size());
        assertTrue(row(json("/tables"), "grows").get("grownBytes").asLong() > 0);
        assertTrue(row(json("/tables"), "grows").get("history").size() > 10);
        site.bench.with("drop table grows");
        site.bench.collector.measureNow(site.bench.database.id());
        site.bench.now = before;
        viewer = site.signedIn("a-viewer", Role.VIEWER);
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
