package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Samples;
import caretaker.TestServer;
import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IndexesPageTest {
    private static Site site;
    private static Visitor viewer;

    @BeforeAll
    static void open() {
        site = new Site();
        site.bench.with("""
            create table people (id int primary key);
            insert into people select generate_series(1, 100);
            create table orders (id bigint primary key, person int references people, kind text, at timestamptz, note text);
            insert into orders select n, 1 + n % 100, 'kind ' || n, timestamptz '2025-01-01' + n * interval '1 minute', md5(n::text) from generate_series(1, 60000) n;
            create index orders_never on orders (note desc);
            create index orders_kind on orders (kind);
            create index orders_kind_again on orders (kind);
            create index orders_kind_down on orders (kind desc);
            create index orders_kind_note on orders (kind, note);
            create unique index orders_unique on orders (note, id);
            create index orders_part on orders (note) where note < '0';
            create table usage (day date, id int) partition by range (day);
            create table usage_2025 partition of usage for values from ('2025-01-01') to ('2026-01-01');
            create table usage_2026 partition of usage for values from ('2026-01-01') to ('2027-01-01');
            create index usage_day on usage (day);
            analyze""");
        site.bench.with("create index \"we\"\"ird <i>_ccnew\" on orders (lower(note))");
        site.bench.with("update pg_index set indisvalid = false where indexrelid = 'public.\"we\"\"ird <i>_ccnew\"'::regclass");
        site.bench.policy("public.orders", "at", "90 days", "delete");
        site.bench.collector.measureNow(site.bench.database.id());
        store("update caretaker_store.index set observed_since = observed_since - interval '40 days' where index_name <> 'orders_kind_note'");
        viewer = site.signedIn("a-viewer", Role.VIEWER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void eachIndexHasItsVerdict() {
        assertEquals("unused", verdict("orders_never"));
        assertEquals("unused", verdict("orders_kind"));
        assertEquals("early", verdict("orders_kind_note"));
        assertEquals("used", verdict("orders_pkey"));
        assertEquals("used", verdict("orders_unique"));
        assertEquals("used", verdict("orders_part"), "empty, too small to matter");
        assertEquals("invalid", verdict("we\"ird <i>_ccnew"));
        assertEquals("orders_kind", row("orders_kind_again").get("duplicateOf").asText());
        assertEquals("orders_kind_note", row("orders_kind").get("coveredBy").asText());
        assertTrue(row("orders_kind_down").get("duplicateOf").isNull() && row("orders_kind_down").get("coveredBy").isNull(), "another direction");
        assertTrue(row("orders_part").get("coveredBy").isNull(), "another predicate");
        assertEquals("DROP INDEX CONCURRENTLY public.orders_never;", row("orders_never").get("remedy").asText());
        assertEquals("DROP INDEX CONCURRENTLY public.\"we\"\"ird <i>_ccnew\";", row("we\"ird <i>_ccnew").get("remedy").asText());
    }

    @Test
    void aDuplicateIsADuplicateAlsoWhereItIsUsed() {
        store("update caretaker_store.index set observed_scans = 5 where index_name in ('orders_kind', 'orders_kind_again')");
        assertEquals("duplicate", verdict("orders_kind_again"));
        assertEquals("covered", verdict("orders_kind"));
        store("update caretaker_store.index set observed_scans = 0 where index_name in ('orders_kind', 'orders_kind_again')");
    }

    @Test
    void partitionsAreSummedUnderTheirIndex() {
        assertNotNull(row("usage_day"));
        assertTrue(StreamSupport.stream(json("/indexes").get("rows").spliterator(), false).noneMatch(r -> r.get("indexName").asText().equals("usage_2025_day_idx")));
        assertEquals(16384, row("usage_day").get("sizeBytes").asInt());
    }

    @Test
    void whatIsMissingIsNamedWithItsReason() {
        var missing = json("/indexes").get("missing").toString();
        assertTrue(missing.contains("foreign key orders_person_fkey: each delete in people searches here"), missing);
        assertTrue(missing.contains("CREATE INDEX CONCURRENTLY ON public.orders (person);"), missing);
        assertTrue(missing.contains("finds its rows by this column"), missing);
        var page = viewer.get("/indexes?filter=missing").body();
        assertTrue(page.contains("orders (person)"), page);
    }

    @Test
    void aResetBeginsTheWindowAnewAndTheReplicaCounts() {
        var id = site.bench.database.id();
        store("update caretaker_store.index set scans = 100, observed_scans = 100 where index_name = 'orders_never'");
        site.bench.collector.measureNow(id);
        assertEquals(0, row("orders_never").get("observedScans").asInt());
        assertEquals("early", verdict("orders_never"));
        store("update caretaker_store.index set observed_since = observed_since - interval '40 days' where index_name = 'orders_never'");
        store("insert into caretaker_store.database (name, host, port, dbname, login, secret, tls, environment, zone, allow_superuser, system_identifier, in_recovery, created_by) "
            + "select 'replica', host, port, dbname, login, secret, tls, environment, zone, false, system_identifier, true, 'x' from caretaker_store.database where id = " + id);
        var other = TestServer.value(site.bench.storeAddress, "select id from caretaker_store.database where name = 'replica'");
        store("create temp table copy as select * from caretaker_store.index where index_name = 'orders_never'; update copy set database_id = " + other
            + ", observed_scans = 7; insert into caretaker_store.index select * from copy");
        assertEquals("used", verdict("orders_never"));
        store("update caretaker_store.index set observed_scans = 0 where database_id = " + other);
        assertEquals("unused", verdict("orders_never"));
        assertTrue(viewer.get("/indexes?q=orders_never&database=managed").body().contains("here and on replica"));
        store("delete from caretaker_store.database where id = " + other);
    }

    @Test
    void anIndexIsNotGoodBeforeItIsJudged() {
        var before = json("/indexes?database=managed").get("summary");
        TestServer.execute(site.bench.storeAddress, "update caretaker_store.index set verdict = default, gain_bytes = default where index_name = 'orders_pkey'");
        assertEquals("unjudged", verdict("orders_pkey"));
        assertTrue(row("orders_pkey").get("remedy").isNull());
        var summary = json("/indexes?database=managed").get("summary");
        assertEquals(before.get("used").asInt() - 1, summary.get("used").asInt());
        assertEquals(before.get("unsaid").asInt() + 1, summary.get("unsaid").asInt());
        assertTrue(viewer.get("/indexes?filter=unsaid&q=orders_pkey").body().contains("judged with the next round of the collector"));
        store("select 1");
        assertEquals("used", verdict("orders_pkey"));
    }

    @Test
    void noDropIsOfferedWhereAStandbyMayUseTheIndex() {
        store("update caretaker_store.index set observed_since = observed_since - interval '40 days' where index_name = 'orders_kind_down' and observed_since > now() - interval '30 days'");
        Samples.put(site.store(), site.bench.database.id(), "replication", "[{\"kind\": \"standby\", \"name\": \"b\", \"state\": \"streaming\"}]");
        var unused = row("orders_kind_down");
        assertEquals("unused", unused.get("verdict").asText());
        assertEquals(1, unused.get("unseenServers").asInt());
        assertTrue(unused.get("remedy").isNull(), unused.toString());
        assertTrue(viewer.get("/indexes?filter=unused").body().contains("another server of the replication uses it is not known"));
        Samples.put(site.store(), site.bench.database.id(), "replication", "[]");
        assertFalse(row("orders_kind_down").get("remedy").isNull());
    }

    @Test
    void thePageSaysItAndHidesNothing() {
        var page = viewer.get("/indexes").body();
        assertTrue(page.contains("We&quot;") || page.contains("we&quot;ird &lt;i&gt;_ccnew"), "escaped");
        assertTrue(page.contains("could come back"));
        assertTrue(page.contains("left by a REINDEX CONCURRENTLY that did not end"));
        for (var path : new String[] {"/indexes?filter=unused&sort=name", "/indexes?sort=-size", "/indexes?sort=scans", "/indexes?q=%25nothing", "/indexes?filter=unsaid"}) {
            assertEquals(200, viewer.get(path).status(), path);
        }
    }

    @Test
    void theListIsAFileUnderTheSameFilter() {
        var file = viewer.get("/indexes?filter=unused&format=csv");
        assertEquals("text/csv; charset=utf-8", file.header("Content-Type"));
        var lines = file.body().lines().toList();
        assertTrue(lines.get(0).startsWith("database_id,database_name,environment,zone,oid,schema_name,table_name,index_name,method,definition,columns,"), lines.get(0));
        assertTrue(lines.stream().anyMatch(l -> l.contains(",orders_never,")) && lines.stream().noneMatch(l -> l.contains(",orders_pkey,")), file.body());
        assertEquals(1, viewer.get("/indexes?q=nothing-like-it&format=csv").body().lines().count(), "the heads alone");
        assertTrue(viewer.get("/indexes?filter=unused&sort=name").body().contains("filter=unused&amp;sort=name&amp;format=csv"));
    }

    @Test
    void aStatementComesWithWhatTakesItBack() {
        var row = row("orders_kind_again");
        store("update caretaker_store.index set observed_scans = 5 where index_name in ('orders_kind', 'orders_kind_again')");
        assertTrue(row("orders_kind_again").get("coverDefinition").asText().startsWith("CREATE INDEX orders_kind ON public.orders"));
        store("update caretaker_store.index set observed_scans = 0 where index_name in ('orders_kind', 'orders_kind_again')");
        assertTrue(row.get("coverDefinition").isNull(), "unused is reason enough");
        var page = viewer.get("/indexes?filter=unused").body();
        assertTrue(page.contains("-- undo: CREATE INDEX orders_never ON public.orders"), page);
        assertTrue(page.contains("All statements of this page"), page);
    }

    @Test
    void anOperatorMeasuresOneIndex() {
        var operator = site.signedIn("an-operator", Role.OPERATOR);
        TestServer.execute(site.bench.address, "create extension if not exists pgstattuple");
        var oid = row("orders_kind_note").get("oid").asText();
        var answer = operator.post("/bloat-measurements", Map.of("in", String.valueOf(site.bench.database.id()), "oid", oid));
        assertEquals(303, answer.status());
        assertEquals("measured", row("orders_kind_note").get("bloatMethod").asText());
        assertEquals(404, operator.post("/bloat-measurements", Map.of("in", "1", "oid", "1")).status());
        assertFalse(viewer.post("/bloat-measurements", Map.of("in", "1", "oid", oid)).status() == 303);
    }

    private static String verdict(String index) {
        return row(index).get("verdict").asText();
    }

    private static JsonNode row(String index) {
        return StreamSupport.stream(json("/indexes?database=managed").get("rows").spliterator(), false).filter(r -> r.get("indexName").asText().equals(index)).findFirst().orElseThrow();
    }

    private static JsonNode json(String path) {
        return Json.parse(viewer.get(path, Map.of("Accept", "application/json")).body());
    }

    /** Changes what was sampled, and judges it as the next round would. */
    private static void store(String statements) {
        TestServer.execute(site.bench.storeAddress, statements);
        var args = new HashMap<String, Object>(Map.of("database_id", site.bench.database.id()));
        args.put("oid", null);
        site.store().update("own/indexes_judge", args);
    }
}
