package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {
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
    private final List<Long> followed = new ArrayList<>();

    @BeforeEach
    void open() {
        storeAddress = TestServer.storeDatabase();
        store = Store.open(storeAddress, TestServer.sql());
        databases = new Databases(store, Secrets.load(home.resolve("key")));
        targets = new Targets(databases, TestServer.sql());
        target = TestServer.database("target");
        database = databases.save("one", target, "staging", "UTC", false, "ana");
        collector = new Collector(store, databases, targets, TestServer.sql(), () -> now, followed::add);
    }

    @AfterEach
    void close() {
        collector.close();
        targets.close();
        store.close();
    }

    @Test
    void storesRowsSizesAndWhatTheServerIs() {
        TestServer.execute(target, "create table events (id bigint primary key, note text); insert into events select n, repeat('x', 100) from generate_series(1, 5000) n");
        TestServer.execute(target, "vacuum analyze events");
        until("select last_vacuum is not null from pg_stat_user_tables where relname = 'events'"); // before PostgreSQL 15 statistics arrive later
        var round = measure();
        assertNull(round.error());
        assertEquals("5000", stored("estimated_rows", "events"));
        assertEquals(TestServer.value(target, "select pg_total_relation_size('events')"), stored("heap_bytes + index_bytes + toast_bytes", "events"));
        assertEquals(TestServer.value(target, "select pg_indexes_size('events')"), stored("index_bytes", "events"));
        assertEquals("t", stored("size_exact", "events"));
        assertNotNull(stored("vacuumed_at", "events"));
        var seen = databases.byId(database.id());
        assertEquals(TestServer.value(target, "select system_identifier from pg_control_system()"), seen.systemIdentifier());
        assertEquals(TestServer.majorVersion(), Integer.parseInt(seen.serverVersion().split("\\.")[0]));
        assertEquals("superuser", seen.loginPowers());
        assertEquals(now, seen.sampledAt());
        assertEquals("f", storeValue("select has_ledger from caretaker_store.database"));
        assertEquals(List.of(database.id()), followed);
    }

    @Test
    void aNewTableAppearsAndADroppedOneVanishesWithItsHistoryKept() {
        TestServer.execute(target, "create table first (id int)");
        measure();
        TestServer.execute(target, "create table second (id int); drop table first");
        measure();
        assertEquals("second", storeValue("select string_agg(relation_name, ',') from caretaker_store.relation"));
        assertEquals("2", storeValue("select count(*) from caretaker_store.relation_sample"));
    }

    @Test
    void historyGrowsWhenSomethingChangedAndOnceADay() {
        TestServer.execute(target, "create table events (id int)");
        measure();
        measure();
        assertEquals("1", samples("events"));
        TestServer.execute(target, "insert into events select generate_series(1, 1000)");
        measure();
        var grown = Integer.parseInt(samples("events"));
        assertTrue(grown >= 2, "a changed size is a new sample");
        now = now.plus(Duration.ofHours(25));
        measure();
        assertTrue(Integer.parseInt(samples("events")) > grown, "a day later there is one even without a change");
        assertEquals("0", storeValue("select base_bytes from caretaker_store.relation where relation_name = 'events'"));
    }

    @Test
    void aTableLockedExclusivelyIsCountedByItsPagesAndNothingHangs() throws SQLException {
        TestServer.execute(target, "create table held (note text); insert into held select repeat('x', 100) from generate_series(1, 1000); create table free (id int)");
        TestServer.execute(target, "vacuum analyze held");
        try (var holder = TestServer.connect(target); var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table held in access exclusive mode");
            var began = System.nanoTime();
            assertNull(measure().error());
            assertTrue(System.nanoTime() - began < Duration.ofSeconds(60).toNanos(), "no waiting behind the lock");
        }
        assertEquals("f", stored("size_exact", "held"));
        assertEquals("t", stored("size_exact", "free"));
        assertEquals(TestServer.value(target, "select relpages * 8192 from pg_class where relname = 'held'"), stored("heap_bytes", "held"));
    }

    @Test
    void partitionsAreSummedUnderTheirTopmostParent() {
        TestServer.execute(target, """
            create table usage (day date, kind int, note text) partition by range (day);
            create table usage_2025 partition of usage for values from ('2025-01-01') to ('2026-01-01');
            create table usage_2026 partition of usage for values from ('2026-01-01') to ('2027-01-01') partition by list (kind);
            create table usage_2026_1 partition of usage_2026 for values in (1);
            create index on usage (day);
            insert into usage select date '2025-06-01' + n % 500, 1, repeat('x', 50) from generate_series(1, 3000) n;
            analyze usage;
            create table empty_parent (id int) partition by hash (id)""");
        measure();
        assertEquals("3000", stored("estimated_rows", "usage"));
        assertEquals("partitioned", stored("kind", "usage"));
        assertEquals(storeValue("select sum(heap_bytes) from caretaker_store.relation where kind = 'partition'"), stored("heap_bytes", "usage"));
        assertEquals("usage_2025,usage_2026_1", storeValue("select string_agg(p.relation_name, ',' order by p.relation_name) from caretaker_store.relation p "
            + "join caretaker_store.relation r on r.oid = p.parent_oid where r.relation_name = 'usage'"));
        assertEquals("0", stored("heap_bytes", "empty_parent"));
    }

    @Test
    void hostileNamesSurvive() {
        var names = List.of("Grün & \"rot\"", "a.b", "drop table x; --", "<script>alert(1)</script>", "'", "\\", "{\"a\":1}", ":name", "日本");
        var create = new StringBuilder("create schema \"we\"\"ird.schema\";");
        names.forEach(n -> create.append("create table \"we\"\"ird.schema\".\"").append(n.replace("\"", "\"\"")).append("\" (id int);"));
        TestServer.execute(target, create.toString());
        assertNull(measure().error());
        assertEquals(String.join("\n", names.stream().sorted().toList()), storeValue("select string_agg(relation_name, E'\\n' order by relation_name collate \"C\") from caretaker_store.relation"));
    }

    @Test
    void whatFailsIsStoredInPostgresOwnWordsAndTheOldNumbersStay() {
        TestServer.execute(target, "create table events (id int)");
        measure();
        var sampled = databases.byId(database.id()).sampledAt();
        databases.save("one", TestServer.in("no_such_database"), "staging", "UTC", false, "ana");
        now = now.plusSeconds(300);
        var round = measure();
        assertTrue(round.error().contains("no_such_database"), round.error());
        var seen = databases.byId(database.id());
        assertEquals(round.error(), seen.contactError());
        assertEquals(round.error(), seen.sampleError());
        assertEquals(sampled, seen.sampledAt());
        assertEquals("superuser", seen.loginPowers(), "an unreachable server does not make a strong login harmless");
        assertEquals("1", storeValue("select count(*) from caretaker_store.relation"));
        assertEquals(1, followed.size());
    }

    @Test
    void aDueDatabaseIsClaimedOnce() {
        assertEquals(List.of(database.id()), store.list("own/sample_due", Long.class));
        assertEquals(List.of(), store.list("own/sample_due", Long.class));
    }

    @Test
    void oldHistoryIsThinned() {
        TestServer.execute(storeAddress, "insert into caretaker_store.relation_sample (database_id, oid, taken_at, heap_bytes) "
            + "select " + database.id() + ", 1, t, 0 from generate_series(timestamptz '2026-01-01 00:00Z', '2026-01-31 00:00Z', interval '5 minutes') t");
        store.update("own/relation_thin", Map.of("database_id", database.id(), "at", Instant.parse("2026-01-31T00:00:00Z")));
        assertEquals("1", storeValue("select max(count) from (select count(*) from caretaker_store.relation_sample where taken_at < '2026-01-17Z' group by date_trunc('day', taken_at)) d"));
        assertEquals("1", storeValue("select max(count) from (select count(*) from caretaker_store.relation_sample where taken_at >= '2026-01-17Z' and taken_at < '2026-01-29Z' group by date_trunc('hour', taken_at)) d"));
        assertEquals("577", storeValue("select count(*) from caretaker_store.relation_sample where taken_at >= '2026-01-29Z'"));
        assertEquals("2026-01-16 23:55:00+00", storeValue("select max(taken_at) at time zone 'UTC' || '+00' from caretaker_store.relation_sample where taken_at < '2026-01-17Z'"));
    }

    private void until(String question) {
        Await.that(question, () -> "t".equals(TestServer.value(target, question)));
    }

    private Round measure() {
        now = now.plusSeconds(1);
        return collector.measureNow(database.id());
    }

    private String stored(String what, String table) {
        return storeValue("select " + what + " from caretaker_store.relation where relation_name = '" + table + "'");
    }

    private String samples(String table) {
        return storeValue("select count(*) from caretaker_store.relation_sample s join caretaker_store.relation r using (database_id, oid) where relation_name = '" + table + "'");
    }

    private String storeValue(String query) {
        return TestServer.value(storeAddress, query);
    }
}
