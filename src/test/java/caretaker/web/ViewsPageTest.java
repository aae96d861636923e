package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ViewsPageTest {
    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site();
        site.bench.with("""
            create table events (id int, kind text); insert into events select n, 'k' || n % 5 from generate_series(1, 1000) n;
            create materialized view by_kind as select kind, count(*) from events group by kind; create unique index on by_kind (kind);
            create materialized view totals as select count(*) from events;
            create materialized view empty_one as select 1 as n with no data;
            create materialized view recorded as select max(id) from events;
            create table materialized_view_metadata (view_name varchar(100) primary key, last_refreshed timestamptz, records_processed bigint, refresh_duration_seconds numeric,
              updated_at timestamptz default now());
            insert into materialized_view_metadata values ('recorded', '2026-06-15 11:30+00', 1, 2.5)""");
        measure();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void concurrentlyNeedsAUniqueIndexAndAnEmptyViewIsCalledThat() {
        assertEquals("by_kind_kind_idx", view("by_kind").get("uniqueIndex").asText());
        assertTrue(view("totals").get("uniqueIndex").isNull());
        assertTrue(!view("empty_one").get("isFilled").asBoolean());
        var body = body();
        assertTrue(body.contains("not filled and cannot be read") && body.contains("needs a unique index"), body);
    }

    @Test
    void theMetadataTableTellsAndItsDurationsAreHistory() {
        var recorded = view("recorded");
        assertEquals("public.materialized_view_metadata", recorded.get("source").asText());
        assertEquals(Instant.parse("2026-06-15T11:30:00Z"), Instant.parse(recorded.get("lastRefreshed").asText()));
        assertEquals(2.5, recorded.get("refreshDurationSeconds").asDouble());
        site.bench.now = site.bench.now.plus(Duration.ofHours(1));
        site.bench.with("update materialized_view_metadata set last_refreshed = '2026-06-15 13:00+00', refresh_duration_seconds = 4");
        measure();
        assertEquals(2, view("recorded").get("durations").size());
    }

    @Test
    void aRefreshIsSeenByItsNewFile() {
        assertTrue(view("totals").get("changedAt").isNull(), "nothing was seen yet");
        site.bench.now = site.bench.now.plus(Duration.ofHours(2));
        site.bench.with("refresh materialized view totals");
        measure();
        assertEquals(site.bench.now, Instant.parse(view("totals").get("changedAt").asText()));
        assertTrue(body().contains("seen by the collector"));
    }

    private static void measure() {
        site.bench.collector.measureNow(site.bench.database.id());
    }

    private static String body() {
        return site.signedIn("a-viewer", Role.VIEWER).get("/views").body();
    }

    private static JsonNode view(String name) {
        var page = Json.parse(site.signedIn("a-viewer", Role.VIEWER).get("/views", Map.of("Accept", "application/json")).body());
        return StreamSupport.stream(page.get("rows").spliterator(), false).filter(r -> r.get("relationName").asText().equals(name)).findFirst().orElseThrow();
    }
}
