package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class OverviewPageTest {
    @Test
    void saysWhatNeedsSomebodyAndWhy() {
        try (var site = new Site()) {
            var viewer = site.signedIn("a-viewer", Role.VIEWER);
            assertTrue(viewer.get("/").body().contains("Not reached yet"));

            site.bench.with("create table events (id bigint primary key, at timestamptz); insert into events select n, timestamptz '2020-01-01' from generate_series(1, 5000) n");
            site.bench.policy("public.events", "at", "30 days", "delete");
            site.bench.collector.measureNow(site.bench.database.id());
            var page = json(viewer);
            assertTrue(open(page).contains("The ledger is not installed"), open(page));
            assertTrue(open(page).contains("is too strong"), open(page));
            assertEquals(5000, page.at("/sums/dueRows").asLong());
            assertFalse(viewer.get("/").body().contains("Check again"), "a viewer does not measure");

            site.bench.withLedger();
            site.bench.collector.measureNow(site.bench.database.id());
            assertFalse(open(json(viewer)).contains("ledger"), "once it is installed nobody is asked for it");
        }
    }

    private static JsonNode json(Visitor visitor) {
        return Json.parse(visitor.get("/", Map.of("Accept", "application/json")).body());
    }

    private static String open(JsonNode page) {
        return StreamSupport.stream(page.get("open").spliterator(), false).map(v -> v.get("strong").asText() + " (" + v.get("text").asText() + ")").collect(Collectors.joining("; "));
    }
}
