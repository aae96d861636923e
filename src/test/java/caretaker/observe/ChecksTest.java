package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Samples;
import caretaker.TestServer;
import caretaker.UserError;
import caretaker.Workbench;
import caretaker.db.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench().with("create table public.big as select g as n from generate_series(1, 2000) as g");
        bench.now = Instant.now();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String stored(String query) {
        return TestServer.value(bench.storeAddress, query);
    }

    @Test
    void theServerIsAskedOnceAndAnotherDatabaseTakesOver() {
        var other = bench.databases.save("other", TestServer.database("other"), "staging", "UTC", true, "test");
        for (var database : List.of(bench.database, other)) {
            assertEquals(null, bench.collector.measureNow(database.id()).error());
            bench.checks.set(database.id(), "superusers", Map.of("warning", "0"), "test");
        }
        bench.checks.run(bench.database.id());
        bench.checks.run(other.id());
        assertEquals("managed", owner());
        assertEquals("1", stored("select count(*) from caretaker_store.finding where check_name = 'superusers'"));
        assertEquals("2", stored("select count(*) from caretaker_store.verdict where check_name = 'database_size'"));
        assertEquals(List.of("superusers"), bench.store.list("observe/verdicts", String.class, Map.of("database", other.id(), "check", "superusers", "at", bench.now)),
            "the other database shows it too");

        TestServer.execute(bench.storeAddress, "update caretaker_store.database set contact_error = 'gone' where name = 'managed'");
        bench.checks.run(other.id());
        assertEquals("other", owner());
        assertEquals("1", stored("select count(*) from caretaker_store.finding where check_name = 'superusers'"), "the same finding, not a second one");
    }

    private String owner() {
        return stored("select string_agg(d.name, ',') from caretaker_store.verdict as v join caretaker_store.database as d on d.id = v.database_id where v.check_name = 'superusers'");
    }

    @Test
    void asksAtMostEveryFiveMinutes() {
        bench.checks.due(bench.database.id());
        var first = stored("select max(taken_at) from caretaker_store.verdict");
        bench.now = bench.now.plusSeconds(200);
        bench.checks.due(bench.database.id());
        assertEquals(first, stored("select max(taken_at) from caretaker_store.verdict"));
        bench.now = bench.now.plusSeconds(100);
        bench.checks.due(bench.database.id());
        assertFalse(first.equals(stored("select max(taken_at) from caretaker_store.verdict")));
    }

    @Test
    void everyCheckAnswersALoginThatOnlyObservesOrSaysWhichGrantItLacks() {
        var blind = bench.databases.save("blind", TestServer.login("observer", bench.address.database()), "staging", "UTC", false, "test");
        assertEquals(null, bench.collector.measureNow(blind.id()).error());
        answers(blind).forEach((name, answer) -> {
            var check = bench.checks.named(name);
            if (check.monitors()) {
                assertEquals("grant pg_monitor to observer;", answer.grant(), name);
                assertTrue(answer.unknown().contains("pg_monitor"), name);
            } else if (answer.unknown() != null) {
                assertFalse(answer.unknown().contains("ERROR") || answer.unknown().contains("syntax"), name + ": " + answer.unknown());
            }
        });
    }

    private Map<String, Answer> answers(Database database) {
        return bench.checks.ask(database.id(), bench.checks.all().stream().map(Check::name).filter(n -> !n.equals("query_p95")).toList());
    }

    @Test
    void aLockedTableHoldsNothingUp() throws Exception {
        bench.with("create index big_n on public.big (n); analyze public.big");
        assertEquals(null, bench.collector.measureNow(bench.database.id()).error());
        try (var connection = TestServer.connect(bench.address); var statement = connection.createStatement()) {
            statement.execute("begin; lock table public.big in access exclusive mode");
            var began = System.nanoTime();
            answers(bench.database).forEach((name, answer) -> assertFalse(answer.unknown() != null && answer.unknown().contains("lock"), name + ": " + answer));
            assertTrue((System.nanoTime() - began) / 1_000_000_000 < 60);
        }
    }

    @Test
    void anUnusedIndexMayBeUsedOnAStandby() {
        bench.with("create index big_n on public.big (n); analyze public.big");
        assertEquals(null, bench.collector.measureNow(bench.database.id()).error());
        TestServer.execute(bench.storeAddress, "update caretaker_store.index set observed_since = observed_since - interval '40 days', size_bytes = 300000000 where index_name = 'big_n'");
        assertEquals("drop_index", unused().get(0).remedy());
        Samples.put(bench.store, bench.database.id(), "replication", "[{\"kind\": \"standby\", \"name\": \"b\"}]");
        assertNull(unused().get(0).remedy());
        assertTrue(unused().get(0).detail().contains("use on 1 other server of the replication is not known"), unused().get(0).detail());
        var standby = bench.databases.save("standby", TestServer.in(bench.address.database()), "staging", "UTC", true, "test"); // the same one seen a second time
        assertEquals(null, bench.collector.measureNow(standby.id()).error());
        assertEquals("drop_index", unused().get(0).remedy(), "the same server under a second name is no other server");
        TestServer.execute(bench.storeAddress, "update caretaker_store.database set in_recovery = true, started_at = started_at + interval '1 hour' where id = " + standby.id());
        Samples.put(bench.store, bench.database.id(), "replication", "[{\"kind\": \"standby\", \"name\": \"b\"}]");
        assertEquals(List.of(), unused(), "it was watched there for a moment only");
        TestServer.execute(bench.storeAddress, "update caretaker_store.index set observed_since = now() - interval '35 days'");
        assertEquals("drop_index", unused().get(0).remedy());
        TestServer.execute(bench.storeAddress, "update caretaker_store.index set observed_scans = 7 where database_id = " + standby.id());
        assertEquals(List.of(), unused(), "it is used there");
    }

    private List<Answer.Finding> unused() {
        return bench.checks.ask(bench.database.id(), List.of("unused_indexes")).get("unused_indexes").findings();
    }

    @Test
    void aThresholdIsKeptOnlyWhereItDiffersAndIsOfItsType() {
        bench.checks.set(bench.database.id(), "vacuum_status", Map.of("warning", "33", "floor", "1000"), "ana");
        assertEquals(Map.of("vacuum_status", Map.of("warning", "33")), bench.checks.changed(bench.database.id()));
        assertEquals("warning", assertThrows(UserError.class, () -> bench.checks.set(bench.database.id(), "vacuum_status", Map.of("warning", "-1"), "ana")).field());
        assertEquals("required", assertThrows(UserError.class, () -> bench.checks.set(bench.database.id(), "wal_archiving", Map.of("required", "perhaps"), "ana")).field());
        assertThrows(UserError.class, () -> bench.checks.named("nonsense"));
    }
}
