package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the planner's statistics tell of rows by day, held against what is really there. The bench's clock stands at noon on 15 June 2026. ANALYZE reads
 * 300 rows for each unit of the statistics target: with these targets the whole table, so that no figure depends on a draw. */
class RowDaysTest {
    private static Site site;
    private static Visitor viewer;

    @BeforeAll
    static void open() {
        site = new Site();
        site.bench.with("""
            create table by_date (id int, day date); alter table by_date alter day set statistics 300; insert into by_date select n, date '2026-06-14' - n % 80 from generate_series(1, 80000) n;
            insert into by_date select n, '2026-06-05' from generate_series(1, 1500) n; analyze by_date;
            create table by_moment (id int, at timestamptz); alter table by_moment alter at set statistics 400; insert into by_moment select n, timestamptz '2026-06-15 00:00+00' - n * interval '1 minute' from generate_series(1, 100000) n; analyze by_moment;
            create table no_time (id int); insert into no_time select n from generate_series(1, 2000) n; analyze no_time""");
        site.bench.collector.measureNow(site.bench.database.id());
        viewer = site.signedIn("a-viewer", Role.VIEWER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void daysAndSpikesAreAboutWhatIsThere() {
        var days = days("by_date");
        assertEquals(60, days.get("bars").size());
        for (var bar : days.get("bars")) {
            double truth = bar.get("day").asText().equals("2026-06-05") ? 2500 : 1000;
            assertEquals(truth, bar.get("rows").asDouble(), truth * 0.15, bar.toString());
        }
        assertEquals("2026-06-05", days.at("/spikes/0/day").asText());
        assertEquals(1, days.get("spikes").size());
        assertTrue(viewer.get("/table?name=by_date").body().contains("1\u00a0spike"));
    }

    @Test
    void momentsAreSpreadBetweenTheirBounds() {
        var days = days("by_moment");
        var full = StreamSupport.stream(days.get("bars").spliterator(), false).filter(b -> b.get("day").asText().equals("2026-05-20")).findFirst().orElseThrow();
        assertEquals(1440, full.get("rows").asDouble(), 150);
        assertEquals(0, days.get("spikes").size());
    }

    @Test
    void keepingLessIsSaidInBytes() {
        var savings = days("by_date").get("savings");
        assertEquals(30, savings.at("/0/days").asInt());
        assertEquals(51_000.0 / 81_500, savings.at("/0/share").asDouble(), 0.03);
        assertTrue(savings.at("/0/bytes").asLong() > 1_000_000);
        assertTrue(viewer.get("/table?name=by_date").body().contains("With 60 days"));
    }

    @Test
    void aTableWithoutTimeHasNone() {
        assertTrue(days("no_time").isNull());
        assertNull(RowDays.of(new RowDays.Row("at", null, 5L, null, Json.parse("[[\"2026-06-01\", null]]"), Json.parse("{}")), null));
    }

    private static JsonNode days(String table) {
        return Json.parse(viewer.get("/table?name=" + table, Map.of("Accept", "application/json")).body()).get("days");
    }
}
