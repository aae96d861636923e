package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Secrets;
import caretaker.db.Store;
import caretaker.db.Targets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesTest {
    @TempDir
    Path home;
    private Address storeAddress;
    private Store store;
    private Databases databases;
    private Targets targets;
    private Address target;
    private Database database;
    private Collector collector;
    private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @BeforeEach
    void open() {
        storeAddress = TestServer.storeDatabase();
        store = Store.open(storeAddress, TestServer.sql());
        databases = new Databases(store, Secrets.load(home.resolve("key")));
        targets = new Targets(databases, TestServer.sql());
        target = TestServer.database("target");
        database = databases.save("one", target, "staging", "UTC", false, "ana");
        collector = new Collector(store, databases, targets, TestServer.sql(), () -> now, id -> {});
    }

    @AfterEach
    void close() {
        collector.close();
        targets.close();
        store.close();
    }

    @Test
    void theHeaderSaysHowItIsAsked() {
        var s = Series.read("usage", """
            -- Use
            -- What is used.
            -- every: 15 minutes
            -- limit: 3 s
            -- scope: server
            -- needs: pg_stat_statements
            -- key: schema_name, table_name
            -- history: scans, hits
            -- :most  integer  <300>  How many
            select 1
            -- every: 1 s
            """);
        assertEquals(new Series("usage", "Use", Duration.ofMinutes(15), Duration.ofSeconds(3), true, "pg_stat_statements", List.of("schema_name", "table_name"),
            List.of("scans", "hits"), Map.of("most", "300")), s);
        assertEquals(Duration.ofSeconds(10), Series.read("x", "-- Title\n-- every: 1 day\nselect 1").limit());
        assertThrows(IllegalStateException.class, () -> Series.read("x", "-- Title\n-- every: often\nselect 1"));
        assertThrows(IllegalStateException.class, () -> Series.read("x", "-- Title\n-- every: 1 day\n-- scope: world\nselect 1"));
    }

    @Test
    void everyFileIsAskedAndOnlyTheRelationsHaveTheirOwnRound() {
        var files = new TreeSet<>(TestServer.sql().names("collect"));
        files.removeIf(name -> name.contains("."));
        var asked = new TreeSet<>(Series.all(TestServer.sql()).stream().map(Series::name).toList());
        asked.add("relations");
        assertEquals(files, asked);
    }

    /** Two files because one for all, by to_jsonb of the statistics row, took a third longer over 20,000 indexes. */
    @Test
    void indexesAreAskedAlikeOnEveryVersion() {
        var files = List.of("collect/indexes", "collect/indexes.pg16").stream()
            .map(f -> TestServer.sql().get(f).lines().filter(line -> !line.startsWith("--") && !line.endsWith(" as used_at,")).toList()).toList();
        assertEquals(files.get(0), files.get(1));
    }

    @Test
    void everySeriesIsAnsweredKeptAndItsCostKnown() {
        TestServer.execute(target, "create table events (id bigint primary key, note text); insert into events select n, 'x' from generate_series(1, 1000) n");
        measure();
        for (var series : Series.all(TestServer.sql())) {
            var error = storeValue("select error from caretaker_store.series where series = '" + series.name() + "'");
            assertEquals(series.extension() == null ? null : "The extension " + series.extension() + " is not installed in this database.", error, series.name());
        }
        assertEquals("0", storeValue("select count(*) from caretaker_store.series where error is null and (taken_at is null or took_ms is null or failures > 0)"));
        assertTrue(Double.parseDouble(storeValue("select value from caretaker_store.figure where series = 'caretaker' and object = '' and metric = 'connections'")) >= 1);
        assertEquals("t", storeValue("select bool_and(value >= 0) and count(*) > 1 from caretaker_store.figure where series = 'caretaker' and metric = 'ms' and object in ('relations', 'caretaker')"));
        assertEquals("0", storeValue("select count(*) from caretaker_store.figure_before"));
    }

    @Test
    void aDuePairIsClaimedOnceByManyConsoles() {
        measure();
        TestServer.execute(storeAddress, "delete from caretaker_store.series");
        var claims = IntStream.range(0, 8).mapToObj(n -> CompletableFuture.supplyAsync(() -> claim("a", "b", "c"))).toList();
        var all = claims.stream().flatMap(c -> c.join().stream()).toList();
        assertEquals(3, all.size(), all.toString());
        assertEquals(3, new HashSet<>(all).size());
        assertEquals(List.of(), claim("a", "b", "c"));
        TestServer.execute(storeAddress, "update caretaker_store.series set due_at = now() where series = 'b'");
        assertEquals(List.of(new Collector.Due(database.id(), "b")), claim("a", "b", "c"));
    }

    @Test
    void aServersSeriesIsAskedOnceAndShownForAll() {
        measure();
        var second = databases.save("two", TestServer.database("target"), "staging", "UTC", false, "ana");
        collector.measureNow(second.id());
        TestServer.execute(storeAddress, "delete from caretaker_store.series");
        var due = store.list("own/series_due", Collector.Due.class, Map.of("series", "[{\"series\":\"wal\",\"seconds\":60,\"server\":true},{\"series\":\"x\",\"seconds\":60,\"server\":false}]"));
        assertEquals(List.of(new Collector.Due(database.id(), "wal"), new Collector.Due(database.id(), "x"), new Collector.Due(second.id(), "x")), due);
        assertEquals(List.of(database.id(), second.id()), store.list("own/series_peers", Long.class, Map.of("database_id", second.id())));
    }

    @Test
    void whatFailsWaitsLongerEachTimeAndTheOldAnswerStays() {
        measure();
        var taken = storeValue("select taken_at from caretaker_store.series where series = 'caretaker'");
        for (int n = 1; n < 6; n++) {
            store.update("own/series_failed", Map.of("database_id", database.id(), "series", "caretaker", "ms", 7, "error", "canceling statement", "seconds", 300));
        }
        assertEquals("5", storeValue("select failures from caretaker_store.series where series = 'caretaker'"));
        assertEquals("t", storeValue("select due_at between now() + interval '59 minutes' and now() + interval '61 minutes' from caretaker_store.series where series = 'caretaker'"));
        assertEquals(taken, storeValue("select taken_at from caretaker_store.series where series = 'caretaker'"));
        measure();
        assertNull(storeValue("select error from caretaker_store.series where series = 'caretaker'"));
        assertEquals("0", storeValue("select failures from caretaker_store.series where series = 'caretaker'"));
    }

    @Test
    void aSmallerCounterIsAResetAndNeverNegativeGrowth() {
        figure(0, 100);
        figure(1, 150);
        figure(2, 20);
        figure(3, 60);
        assertEquals("110", storeValue("select caretaker_store.increase(" + database.id() + ", 'database', '', 'commits', '2026-11-01 00:00Z', '2026-11-01 04:00Z')"));
        assertEquals("40", storeValue("select caretaker_store.increase(" + database.id() + ", 'database', '', 'commits', '2026-11-01 02:30Z', '2026-11-01 04:00Z')"));
        assertNull(storeValue("select caretaker_store.increase(" + database.id() + ", 'database', '', 'commits', '2026-11-01 03:30Z', '2026-11-01 03:40Z') + null"));
    }

    @Test
    void figuresAreWrittenWhenTheyChangeAndOnceAnHour() {
        save(0, "[{\"name\":\"a.b\",\"kind\":\"x\",\"size\":1},{\"name\":\"c\",\"kind\":null,\"size\":null}]");
        save(5, "[{\"name\":\"a.b\",\"kind\":\"x\",\"size\":1}]");
        save(10, "[{\"name\":\"a.b\",\"kind\":\"x\",\"size\":2.5}]");
        save(80, "[{\"name\":\"a.b\",\"kind\":\"x\",\"size\":2.5}]");
        assertEquals("a.b.x 1,a.b.x 2.5,a.b.x 2.5", storeValue("select string_agg(object || ' ' || value, ',' order by taken_at) from caretaker_store.figure where series = 'sizes'"));
    }

    @Test
    void monthsAreMadeAheadAndDroppedAfterTwoYears() {
        var day = Instant.parse("2026-06-15T12:00:00Z");
        TestServer.execute(storeAddress, "drop table if exists caretaker_store.figure_2026_05; insert into caretaker_store.figure select " + database.id()
            + ", 's', '', 'm', t, 1 from unnest(array[timestamptz '2023-01-05Z', '2024-07-02Z', '2026-05-30 23:59Z']) t");
        store.list("own/history_keep", String.class, Map.of("at", day));
        var parts = "select string_agg(relname, ',' order by relname) from pg_class where relkind = 'r' and relname ~ '^figure_2' and relname < 'figure_2026_09'";
        assertEquals("figure_2024_07,figure_2026_05,figure_2026_06,figure_2026_07,figure_2026_08", storeValue(parts));
        assertEquals("0", storeValue("select count(*) from caretaker_store.figure_before"));
        assertEquals("2", storeValue("select count(*) from caretaker_store.figure"));
        store.list("own/history_keep", String.class, Map.of("at", Instant.parse("2026-08-01T00:00:00Z")));
        assertEquals("figure_2026_05,figure_2026_06,figure_2026_07,figure_2026_08", storeValue(parts));
        assertEquals("1", storeValue("select count(*) from pg_class where relname = 'relation_sample_2026_08'"));
    }

    @Test
    void oldFiguresAreThinned() {
        TestServer.execute(storeAddress, "insert into caretaker_store.figure select " + database.id()
            + ", 's', '', 'm', t, 1 from generate_series(timestamptz '2026-01-01 00:00Z', '2026-01-31 00:00Z', interval '5 minutes') t");
        store.list("own/history_thin", String.class, Map.of("database_id", database.id(), "at", Instant.parse("2026-01-31T00:00:00Z")));
        assertEquals("16 288 577", storeValue("select concat_ws(' ', count(*) filter (where taken_at < '2026-01-17Z'), count(*) filter (where taken_at >= '2026-01-17Z' and taken_at < '2026-01-29Z'), "
            + "count(*) filter (where taken_at >= '2026-01-29Z')) from caretaker_store.figure where series = 's'"));
    }

    @Test
    void nothingHangsBehindAnExclusiveLock() throws SQLException {
        TestServer.execute(target, "create table held (id bigint primary key, note text); create index on held (note); create table free (id int)");
        try (var holder = TestServer.connect(target); var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table held in access exclusive mode");
            var began = System.nanoTime();
            measure();
            assertTrue(System.nanoTime() - began < Duration.ofSeconds(60).toNanos(), "no waiting behind the lock");
        }
        assertNull(storeValue("select string_agg(series || ': ' || error, ',') from caretaker_store.series where error not like 'The extension %'"));
    }

    private void figure(int hour, int value) {
        TestServer.execute(storeAddress, "insert into caretaker_store.figure values (" + database.id() + ", 'database', '', 'commits', '2026-11-01 0" + hour + ":00Z', " + value + ")");
    }

    private void save(int minute, String rows) {
        store.update("own/figure_save", Map.of("database_id", database.id(), "series", "sizes", "at", Instant.parse("2026-11-01T00:00:00Z").plusSeconds(60L * minute),
            "rows", rows, "key", "[\"name\",\"kind\"]", "history", "[\"size\"]"));
    }

    private List<Collector.Due> claim(String... names) {
        var wanted = List.of(names).stream().map(n -> "{\"series\":\"" + n + "\",\"seconds\":60,\"server\":false}").toList();
        return store.list("own/series_due", Collector.Due.class, Map.of("series", wanted.toString()));
    }

    private void measure() {
        now = now.plusSeconds(1);
        assertNull(collector.measureNow(database.id()).error());
    }

    private String storeValue(String query) {
        return TestServer.value(storeAddress, query);
    }
}
