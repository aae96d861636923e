package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BloatPageTest {
    private static Site site;
    private static Visitor operator;

    @BeforeAll
    static void open() {
        site = new Site();
        site.bench.with("create table holed (id int primary key, note text) with (autovacuum_enabled = off); insert into holed select n, repeat('x', 300) from generate_series(1, 60000) n;"
            + "create table unseen (id int, note text) with (autovacuum_enabled = off); insert into unseen select n, repeat('x', 300) from generate_series(1, 40000) n; analyze holed;"
            + "delete from holed where id % 5 <> 0");
        TestServer.settle(site.bench.address);
        site.bench.with("vacuum (truncate off) holed");
        TestServer.settle(site.bench.address);
        site.bench.with("analyze holed");
        TestServer.settle(site.bench.address);
        site.bench.collector.measureNow(site.bench.database.id());
        operator = site.signedIn("an-operator", Role.OPERATOR);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void wasteIsInBytesAndWhatCannotBeToldSaysWhy() {
        var holed = row("holed");
        assertTrue(holed.get("wastedBytes").asLong() > 10_485_760 && holed.get("isCritical").asBoolean(), holed.toString());
        var unseen = row("unseen");
        assertTrue(unseen.get("wastedBytes").isNull() && !unseen.get("unknown").asText().isBlank(), unseen.toString());
        var body = operator.get("/bloat").body();
        assertTrue(body.contains("estimate") && body.contains("ct-unk") && body.contains("/bloat-measurements"), body);
        assertEquals(1, json("/bloat?filter=unknown").at("/counts/unknowns").asInt());
        assertEquals("holed", json("/bloat").at("/rows/0/objectName").asText(), "the largest waste first");
        assertEquals(0, json("/bloat?q=no_such_table").get("rows").size());
    }

    @Test
    void anOperatorMeasuresAndAViewerIsNotOfferedIt() {
        assertTrue(!site.signedIn("a-viewer", Role.VIEWER).get("/bloat").body().contains("/bloat-measurements"));
        var form = Map.of("in", String.valueOf(site.bench.database.id()), "oid", row("holed").get("oid").asText(), "to", "bloat");
        assertEquals("estimate", row("holed").get("method").asText());
        var refused = operator.post("/bloat-measurements", form);
        assertTrue(refused.status() == 422 && refused.body().contains("CREATE EXTENSION pgstattuple"), refused.body());
        site.bench.with("create extension pgstattuple");
        assertEquals("/bloat", operator.post("/bloat-measurements", form).location());
        assertEquals("measured", row("holed").get("method").asText());
        assertTrue(row("holed").get("estimatedBytes").asLong() > 0, "the estimate stays beside it");
        site.bench.with("drop extension pgstattuple");
    }

    private static JsonNode row(String name) {
        return StreamSupport.stream(json("/bloat").get("rows").spliterator(), false).filter(r -> r.get("objectName").asText().equals(name)).findFirst().orElseThrow();
    }

    private static JsonNode json(String path) {
        return Json.parse(operator.get(path, Map.of("Accept", "application/json")).body());
    }
}
