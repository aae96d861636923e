package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueriesPageTest {
    private Site site;
    private Visitor viewer;
    private long id;
    private Instant now;

    @BeforeEach
    void open() {
        site = new Site();
        viewer = site.signedIn("a-viewer", Role.VIEWER);
        id = site.bench.database.id();
        now = site.bench.clock.instant();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void withoutTheExtensionItSaysHowToGetIt() {
        site.bench.collector.measureNow(id);
        var page = viewer.get("/queries").body();
        assertTrue(page.contains("The extension pg_stat_statements is not installed in this database."), page);
        assertTrue(page.contains("CREATE EXTENSION IF NOT EXISTS pg_stat_statements;"));
        assertTrue(page.contains("shared_preload_libraries"));
        assertTrue(page.contains("GRANT pg_read_all_stats TO"));
    }

    @Test
    void realStatementsShowTheirCallsAndTime() {
        site.bench.with("create schema ext; create extension pg_stat_statements schema ext; create table shelf (id int); insert into shelf select generate_series(1, 1000)");
        TestServer.value(site.bench.address, "select count(*) as books from shelf");
        site.bench.collector.measureNow(id);
        TestServer.execute(site.bench.storeAddress, "update caretaker_store.statement_sample set taken_at = taken_at - interval '2 hours'");
        for (int n = 0; n < 3; n++) {
            TestServer.value(site.bench.address, "select count(*) as books from shelf");
        }
        site.bench.collector.measureNow(id);
        var query = query(json("/queries?span=hour&q=AS+BOOKS"), "books");
        assertEquals(3, query.get("calls").asInt());
        assertEquals(3, query.get("rows").asInt());
        assertTrue(query.get("totalMs").asDouble() > 0);
        assertEquals(200, viewer.get("/queries").status());
    }

    @Test
    void aResetIsNeverNegative() {
        statement(1, "select resets");
        sample(1, 26, 1000, 5000, null);
        sample(1, 2, 40, 100, null);
        statement(2, "select overtaken");
        sample(2, 26, 10, 100, now.minus(Duration.ofDays(30)));
        sample(2, 1, 50, 300, now.minus(Duration.ofHours(5)));
        statement(3, "select arrived");
        sample(3, 3, 7, 70, now.minus(Duration.ofHours(4)));
        statement(4, "select known late");
        sample(4, 5, 100, 1000, now.minus(Duration.ofDays(40)));
        sample(4, 1, 130, 1300, now.minus(Duration.ofDays(40)));
        var page = json("/queries?span=day");
        assertEquals(40, query(page, "resets").get("calls").asInt());
        assertEquals(50, query(page, "overtaken").get("calls").asInt());
        assertEquals(7, query(page, "arrived").get("calls").asInt());
        assertEquals(30, query(page, "late").get("calls").asInt());
        assertEquals(4, page.get("queries").get(0).get("allStatements").asInt());
    }

    @Test
    void aSlowerStatementIsNamedWhereItMatters() {
        statement(1, "select slower");
        sample(1, 24 * 6, 0, 0, now.minus(Duration.ofDays(60)));
        sample(1, 25, 1000, 10_000, now.minus(Duration.ofDays(60)));
        sample(1, 1, 1100, 14_000, now.minus(Duration.ofDays(60)));
        statement(2, "select tiny");
        sample(2, 24 * 6, 0, 0, now.minus(Duration.ofDays(60)));
        sample(2, 25, 1000, 100, now.minus(Duration.ofDays(60)));
        sample(2, 1, 1100, 140, now.minus(Duration.ofDays(60)));
        var page = json("/queries?filter=slower");
        assertEquals(1, page.get("queries").size());
        var slower = query(page, "slower");
        assertEquals(40.0, slower.get("meanMs").asDouble());
        assertEquals(10.0, slower.get("meanBefore").asDouble());
        var text = viewer.get("/queries").body();
        assertTrue(text.contains("× 4.0") && text.contains("1 has become slower"), text);
        assertFalse(query(json("/queries"), "tiny").get("isSlower").asBoolean());
    }

    @Test
    void twoTimesAreChosenInTheZoneOfThePage() {
        statement(1, "select chosen");
        sample(1, 50, 100, 1000, null);
        sample(1, 30, 160, 1600, null);
        sample(1, 10, 200, 2000, null);
        zone("Europe/Berlin");
        var from = local(Duration.ofHours(51));
        var to = local(Duration.ofHours(29));
        var page = json("/queries?from=" + from + "&to=" + to);
        assertEquals(60, query(page, "chosen").get("calls").asInt(), "what was counted before the first sample is not of this time");
        page = json("/queries?from=" + local(Duration.ofHours(49)) + "&to=" + to + "&filter=&q=chosen");
        assertEquals(60, query(page, "chosen").get("calls").asInt());
        assertEquals("Europe/Berlin", page.at("/times/zone").asText());
        assertEquals(now.minus(Duration.ofHours(49)).truncatedTo(ChronoUnit.MINUTES), Instant.parse(page.at("/times/from").asText()));
        var text = viewer.get("/queries?q=chosen&from=" + from + "&to=" + to).body();
        assertTrue(text.contains("value=\"" + from + "\"") && text.contains("value=\"" + to + "\""), "the fields show what was chosen");
        assertTrue(text.contains("calls of 1\u00a0statement"), text);
        assertTrue(text.contains("href=\"/queries?q=chosen&amp;sort=-total&amp;span=week"), "a short way leaves the times and keeps the filter");
        var csv = viewer.get("/queries?format=csv&from=" + local(Duration.ofHours(49)) + "&to=" + to).body().split("\r?\n");
        assertTrue(csv.length == 2 && csv[1].contains("select chosen,60,"), csv[1]);
        zone("UTC");
    }

    @Test
    void wrongTimesAreSaidAtTheirFieldAndNothingIsLost() {
        statement(1, "select kept");
        sample(1, 30, 100, 1000, null);
        sample(1, 1, 160, 1600, null);
        var text = viewer.get("/queries?q=kept&from=yesterday&to=2026-06-15T10:00").body();
        assertTrue(text.contains("yesterday is no time; write it like 2026-11-20T14:00. Shown is the last day."), text);
        assertTrue(text.contains("id=\"from-help\"") && text.contains("value=\"yesterday\"") && text.contains("value=\"2026-06-15T10:00\"") && text.contains("value=\"kept\""), text);
        assertEquals(60, query(json("/queries?from=yesterday"), "kept").get("calls").asInt());
        assertTrue(viewer.get("/queries?from=2026-06-15T10:00&to=2026-06-15T10:00").body().contains("The end must come after the beginning."));
        assertEquals(422, viewer.get("/queries?format=csv&from=2026-02-30T10:00").status());
        for (var odd : new String[] {"+999999999-01-01T00:00", "0000-01-01T00:00", "2026-06-15T25:00", "%27"}) {
            assertEquals(200, viewer.get("/queries?from=" + odd).status(), odd);
        }
    }

    @Test
    void timesOutsideOfTheSamplesSaySo() {
        statement(1, "select sampled");
        sample(1, 30, 100, 1000, null);
        sample(1, 1, 160, 1600, null);
        assertTrue(viewer.get("/queries?from=2020-01-01T00:00&to=2020-02-01T00:00").body().contains("Nothing was sampled between these times: the samples reach from"));
        assertTrue(viewer.get("/queries?from=2026-05-01T00:00&to=2026-06-15T11:00").body().contains("the figures begin there."));
        assertTrue(viewer.get("/queries?from=2026-06-15T00:00&to=2026-07-15T11:00").body().contains("the figures end there."));
        assertFalse(viewer.get("/queries?span=day").body().contains("sampled b"));
    }

    @Test
    void sortsAndSurvivesNonsense() {
        statement(1, "select '<script>alert(1)</script>'");
        sample(1, 25, 1, 1, null);
        sample(1, 1, 5, 50, null);
        for (var path : new String[] {"sort=-calls", "sort=mean", "sort=-change", "sort=rows", "sort=;drop", "span=century", "filter=x", "page=99", "q=%25"}) {
            assertEquals(200, viewer.get("/queries?" + path).status(), path);
        }
        assertFalse(viewer.get("/queries").body().contains("<script>alert"));
    }

    private void statement(long queryid, String text) {
        TestServer.execute(site.bench.storeAddress, "insert into caretaker_store.statement values (" + id + ", " + queryid + ", 'app', '" + text.replace("'", "''") + "', '" + now.minus(Duration.ofDays(20)) + "', '" + now + "');"
            + "insert into caretaker_store.series (database_id, series, taken_at) values (" + id + ", 'statements', '" + now + "') on conflict do nothing");
    }

    private void sample(long queryid, int hoursAgo, long calls, double ms, Instant since) {
        TestServer.execute(site.bench.storeAddress, "insert into caretaker_store.statement_sample (database_id, queryid, login, taken_at, calls, total_ms, rows, since) values ("
            + id + ", " + queryid + ", 'app', '" + now.minus(Duration.ofHours(hoursAgo)) + "', " + calls + ", " + ms + ", 1, " + (since == null ? "null" : "'" + since + "'") + ")");
    }

    private void zone(String zone) {
        TestServer.execute(site.bench.storeAddress, "update caretaker_store.database set zone = '" + zone + "'");
    }

    private String local(Duration ago) {
        return now.minus(ago).atZone(ZoneId.of("Europe/Berlin")).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).toString();
    }

    private JsonNode json(String path) {
        return Json.parse(viewer.get(path, Map.of("Accept", "application/json")).body());
    }

    private static JsonNode query(JsonNode page, String word) {
        return StreamSupport.stream(page.get("queries").spliterator(), false).filter(q -> q.get("text").asText().contains(word)).findFirst().orElseThrow();
    }
}
