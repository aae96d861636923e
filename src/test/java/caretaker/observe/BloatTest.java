package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Secrets;
import caretaker.db.Store;
import caretaker.db.Targets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bloat of a table or index is said to be is near what PostgreSQL measures and what a rewrite brings, or it is withheld. */
class BloatTest {
    private static final String CORPUS = """
        create table fresh as select n as id, n % 100 as k, now() as t, md5(n::text) as m from generate_series(1, 50000) n;
        create table updated as select * from fresh;
        create table deleted as select * from fresh;
        create index plain_index on deleted (m);
        create table shared as select n % 100 as k from generate_series(1, 250000) n;
        create index shared_index on shared (k);
        create table wide as select n as id, repeat(md5(n::text), 20 + n % 30) as x from generate_series(1, 20000) n;
        create table toasted as select n as id, (select string_agg(md5((n * i)::text), '') from generate_series(1, 120) i) as x from generate_series(1, 1500) n;
        create table factored (id bigint primary key, a int, b timestamptz, s text) with (fillfactor = 70);
        insert into factored select n, n, now(), repeat('x', n % 40) from generate_series(1, 50000) n;
        create table nulls (id bigint, a text, b text, c text, d text, e text, f text, g text, h text, i int, j int8);
        insert into nulls (id, c, i) select n, case when n % 10 = 0 then 'hello world' end, case when n % 3 = 0 then n end from generate_series(1, 50000) n;
        create table unanalysed with (autovacuum_enabled = off) as select * from fresh;
        create table names as select n as id, ('a name of some length ' || n)::name as x from generate_series(1, 40000) n;
        create index names_index on names (x);
        create table mixed as select n::smallint as a, n::bigint as b, n % 2 = 0 as c, n as d, md5(n::text)::uuid as e, n * 1.5 as f, 'x' || n as g, now()::timestamp as h from generate_series(1, 30000) n;
        create unique index unique_index on mixed (e, b);
        """;
    @TempDir
    static Path home;
    private static Address storeAddress;
    private static Store store;
    private static Targets targets;
    private static Address target;
    private static Database database;
    private static Collector collector;
    private static Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @BeforeAll
    static void open() {
        storeAddress = TestServer.storeDatabase();
        store = Store.open(storeAddress, TestServer.sql());
        var databases = new Databases(store, Secrets.load(home.resolve("key")));
        targets = new Targets(databases, TestServer.sql());
        target = TestServer.database("target");
        database = databases.save("one", target, "staging", "UTC", false, "ana");
        collector = new Collector(store, databases, targets, TestServer.sql(), () -> now, id -> {});
        TestServer.execute(target, CORPUS);
        TestServer.execute(target, "update updated set k = k + 1; delete from deleted where id % 2 = 0; delete from mixed where b % 3 = 0");
        for (var table : TestServer.value(target, "select string_agg(relname, ' ') from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'unanalysed'").split(" ")) {
            TestServer.settle(target);
            TestServer.execute(target, "vacuum analyze " + table);
        }
        TestServer.settle(target);
        now = now.plusSeconds(1);
        assertNull(collector.measureNow(database.id()).error());
        assertNull(storeValue("select error from caretaker_store.series where series = 'bloat'"));
    }

    @AfterAll
    static void close() {
        collector.close();
        targets.close();
        store.close();
    }

    @Test
    void anEstimateIsNearTheTruthOrWithheld() {
        var withheld = new TreeMap<String, String>();
        var wrong = new ArrayList<String>();
        int all = 0;
        TestServer.execute(target, "create extension if not exists pgstattuple");
        for (var line : storeValue("select string_agg(concat_ws(';', b.oid, coalesce(i.index_name, r.relation_name), round(100.0 * b.wasted_bytes / b.total_bytes, 1), b.unknown), '|' order by b.kind) "
            + "from caretaker_store.bloat b left join caretaker_store.relation r using (database_id, oid) left join caretaker_store.index i using (database_id, oid) where b.method = 'estimate'").split("\\|")) {
            var parts = line.split(";");
            all++;
            try {
                double estimate = Double.parseDouble(parts[2]);
                var m = collector.bloat().measure(database.id(), Long.parseLong(parts[0]));
                double measured = 100.0 * m.wastedBytes() / m.totalBytes();
                double rewritten = rewritten(parts[1], Long.parseLong(parts[0]));
                if (Math.abs(estimate - measured) > 10 || Math.abs(measured - rewritten) > 10) {
                    wrong.add(parts[1] + ": estimated " + estimate + " %, measured " + measured + " %, by a rewrite " + rewritten + " %");
                }
            } catch (NumberFormatException e) {
                withheld.put(parts[1], parts[2]);
            }
        }
        assertEquals("", String.join("\n", wrong));
        assertEquals("entries with equal keys are stored once", withheld.get("shared_index"), withheld.toString());
        assertEquals("never analysed since the statistics began", withheld.get("unanalysed"), withheld.toString());
        assertEquals("it holds the type name", withheld.get("names_index"), withheld.toString());
        assertTrue(withheld.containsKey("toasted") && withheld.get("toasted").endsWith("which has no statistics"), withheld.toString());
        assertTrue(all >= 15, "only " + all);
        assertTrue(withheld.size() * 2 <= all, withheld.size() + " of " + all + " withheld: " + withheld);
    }

    @Test
    void oldStatisticsTellNothing() {
        TestServer.execute(target, "create table stale with (autovacuum_enabled = off) as select n as id, 'x' as t from generate_series(1, 60000) n; analyze stale");
        TestServer.settle(target);
        TestServer.execute(target, "analyze stale");
        TestServer.execute(target, "delete from stale where id <= 30000");
        TestServer.settle(target);
        now = now.plusSeconds(1);
        collector.measureNow(database.id());
        assertEquals("100 % changed since the last ANALYZE", unknown("stale"));
    }

    @Test
    void aLoginThatMayNotReadATableIsToldSo() {
        TestServer.login("onlooker", target.database());
        var databases = new Databases(store, Secrets.load(home.resolve("key")));
        var onlooker = databases.save("onlooker", TestServer.login("onlooker", target.database()), "staging", "UTC", false, "ana");
        now = now.plusSeconds(1);
        collector.measureNow(onlooker.id());
        assertEquals("its column statistics are hidden from this login until it may SELECT",
            storeValue("select b.unknown from caretaker_store.bloat b join caretaker_store.relation r using (database_id, oid) where r.relation_name = 'updated' and b.database_id = " + onlooker.id()));
        TestServer.execute(target, "create extension if not exists pgstattuple");
        var oid = Long.parseLong(TestServer.value(target, "select 'updated'::regclass::oid"));
        assertTrue(collector.bloat().measure(onlooker.id(), oid).unknown().startsWith("permission denied"));
        databases.remove(onlooker.id());
    }

    @Test
    void theRotationTakesTheLargestThatWasNotMeasuredForAWeek() {
        TestServer.execute(target, "create extension if not exists pgstattuple");
        TestServer.execute(storeAddress, "delete from caretaker_store.bloat where method = 'measured'");
        collector.bloat().next(database.id());
        collector.bloat().next(database.id());
        assertEquals("2", storeValue("select count(*) from caretaker_store.bloat where method = 'measured'"));
        assertEquals("wide", storeValue("select r.relation_name from caretaker_store.bloat b join caretaker_store.relation r using (database_id, oid) where method = 'measured' order by b.total_bytes desc limit 1"));
        now = now.plus(Duration.ofDays(8));
        collector.bloat().next(database.id());
        assertEquals("2", storeValue("select count(*) from caretaker_store.bloat where method = 'measured'"));
        assertEquals("0", storeValue("select count(*) from caretaker_store.bloat where method = 'measured' and (wasted_bytes < 0 or wasted_bytes > total_bytes or unknown is not null)"));
    }

    /** What a copy of it, made by PostgreSQL now, does not need. */
    private static double rewritten(String name, long oid) {
        var before = Double.parseDouble(TestServer.value(target, "select pg_relation_size(" + oid + ") + coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0) from pg_class where oid = " + oid));
        TestServer.execute(target, TestServer.value(target, "select case relkind when 'i' then 'reindex index ' else 'vacuum full ' end || '" + name + "' from pg_class where oid = " + oid));
        var after = Double.parseDouble(TestServer.value(target, "select pg_relation_size(oid) + coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0) from pg_class where relname = '" + name + "'"));
        return 100 * (before - after) / before;
    }

    private static String unknown(String table) {
        return storeValue("select b.unknown from caretaker_store.bloat b join caretaker_store.relation r using (database_id, oid) where b.method = 'estimate' and r.relation_name = '" + table + "'");
    }

    private static String storeValue(String query) {
        return TestServer.value(storeAddress, query);
    }
}
