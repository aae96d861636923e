package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.plan.Condition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a walk must not pass over and must not take along: equal times, rows on their way elsewhere, lines of an order. */
class WalkTest {
    private static final String RIVAL = """
        insert into caretaker.run (run, plan, kind, relation, relation_name, cutoff, person, state, backend_pid, backend_start)
        select gen_random_uuid(), 1, 'delete', 'public.events'::regclass, 'public.events', now(), 'otto', 'running', pid, backend_start
        from pg_stat_activity
        where pid = pg_backend_pid()""";
    private final Workbench bench = new Workbench().withLedger();

    @AfterEach
    void close() {
        Faults.probe(null);
        bench.close();
    }

    @Test
    @Catalogue("A27")
    void equalTimesAreAllTakenAndRowsWithoutATimeStay() {
        for (var index : List.of("", "create index on public.events (at);")) {
            bench.with("truncate caretaker.batch; drop table if exists public.events, public.events_archive; create table public.events (id integer, at timestamptz);" + index + """
                insert into public.events select n, '2026-01-01' from generate_series(1, 10) as n;
                insert into public.events select n, null from generate_series(11, 13) as n;
                insert into public.events select n, '2026-01-02' from generate_series(14, 17) as n;
                analyze public.events""");
            var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 3));
            assertEquals("done", run.status(), run.reason());
            assertEquals(14, bench.count("public.events_archive"));
            assertEquals(3, bench.count("public.events where at is null"));
            assertTrue(index.isEmpty() || Integer.parseInt(bench.value("select max(rows) from caretaker.batch")) <= 3);
        }
    }

    @Test
    void whatIsEmptyIsPassedAndWhatLiesBehindIsFound() {
        bench.with("""
            create table public.events (id integer, at timestamptz);
            insert into public.events select n, case when n between 1 and 30000 or n between 40000 and 40700 or n between 55500 and 55501 or n > 59990
              then timestamptz '2026-01-01' else '2026-06-14' end from generate_series(1, 60000) as n;
            delete from public.events where id <= 30000;
            analyze public.events""");
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 300));
        assertEquals("done", run.status(), run.reason());
        assertEquals(713, run.doneRows());
        assertEquals(713, bench.count("public.events_archive where at = '2026-01-01'"));
        assertEquals(60_000 - 30_000 - 713, bench.count("public.events where at > '2026-01-01'"));
        assertTrue(run.batches() < 12, "pieces begin where due rows are: " + run.batches());
    }

    @Test
    void wherePlentyIsNotDueTheIndexTellsWhetherAnyIsLeft() {
        wide(0);
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "delete"), 5_000));
        assertEquals("done", run.status(), run.reason());
        assertEquals(List.of("12000", "vacuum", "0"), steps(run));
        assertTrue(bench.runs.steps(run.id()).get(0).message().contains("without rows that match"));
        assertEquals(28_000, bench.count("public.events"));
    }

    @Test
    void whatIsLeftBehindPlentyThatIsNotDueIsMovedToo() {
        wide(7);
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 5_000));
        assertEquals("done", run.status(), run.reason());
        assertNull(run.reason());
        assertEquals(12_007, run.doneRows());
        assertEquals(List.of("12000", "vacuum", "vacuum", "7", "7", "0"), steps(run));
        assertEquals(12_007, bench.count("public.events_archive"));
        assertEquals(27_993, bench.count("public.events where at > '2026-01-01'"));
        assertEquals("done", bench.value("select outcome from caretaker.run"));
    }

    /** Between the two walks the table is free. */
    @Test
    void anotherRunThatCameBetweenTheWalksLeavesARemainder() throws SQLException {
        wide(7);
        try (var rival = TestServer.connect(bench.address); var lock = TestServer.connect(bench.address)) {
            lock.setAutoCommit(false);
            var first = new AtomicBoolean(true);
            Faults.probe(point -> {
                if (point.equals("post-commit") && first.getAndSet(false)) {
                    execute(lock, "lock table public.events in share update exclusive mode"); // VACUUM waits for it
                    CompletableFuture.runAsync(() -> {
                        Await.that("the first walk has ended", () -> bench.count("caretaker.run where state = 'ended'") == 1);
                        execute(rival, RIVAL);
                        commit(lock);
                    });
                }
            });
            var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "delete"), 5_000));
            assertEquals("done_with_remainder", run.status(), run.reason());
            assertTrue(run.reason().contains("7 rows remain: Another run, started by otto"), run.reason());
            assertEquals(12_000, run.doneRows());
            assertEquals(7, run.details().path("remainder").asInt());
            assertEquals(List.of("12000", "vacuum", "7", "0"), steps(run));
            assertEquals("failed", bench.runs.steps(run.id()).get(3).status());
        }
    }

    private static void execute(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** 12,000 rows are due at the front of 40,000 blocks, and so many at their end; one row to a block. */
    private void wide(int last) {
        assumeTrue(TestServer.majorVersion() >= 14, "ranges of blocks are not read as such there");
        bench.with("""
            create table public.events (id integer, at timestamptz, filler text) with (fillfactor = 10);
            insert into public.events select n, case when n <= 12000 or n > 40000 - %d then timestamptz '2026-01-01' else '2026-06-14' end, repeat('x', 700) from generate_series(1, 40000) as n;
            create index on public.events (at);
            analyze public.events""".formatted(last));
    }

    private List<String> steps(Run run) {
        return bench.runs.steps(run.id()).stream().map(s -> s.rows() == null ? "vacuum" : s.rows().toString()).toList();
    }

    /** PostgreSQL answers 40001 even in READ COMMITTED when the row it waited for went to another partition. */
    @Test
    @Catalogue("A30")
    void aRowThatGoesToAnotherPartitionWhileItIsWaitedForIsKept() throws SQLException {
        bench.with("""
            create table public.parts (id integer, at timestamptz) partition by range (at);
            create table public.parts_old partition of public.parts for values from ('2026-01-01') to ('2026-06-01');
            create table public.parts_new partition of public.parts for values from ('2026-06-01') to ('2026-09-01');
            insert into public.parts select n, timestamptz '2026-01-01' + n * interval '1 hour' from generate_series(1, 500) as n""");
        var plan = bench.preview(bench.policy("public.parts", "at", "30 days", "archive"), 100);
        try (var other = TestServer.connect(bench.address)) {
            other.setAutoCommit(false);
            other.createStatement().execute("update public.parts set at = '2026-06-15' where id = 300");
            var moved = CompletableFuture.runAsync(() -> {
                Await.that("somebody waits", () -> bench.count("pg_locks where not granted") > 0);
                commit(other);
            });
            var run = bench.run(plan);
            moved.join();
            assertEquals("done", run.status(), run.reason());
            assertEquals(499, run.doneRows());
            assertTrue(run.details().path("slowed_ms").has("a batch collided with another transaction"), run.details().toString());
        }
        assertEquals("300", bench.value("select string_agg(id::text, ',') from public.parts"));
        assertEquals(499, bench.count("public.parts_archive where id <> 300"));
    }

    @Test
    @Catalogue("A24")
    void anOrderDoesNotLeaveBeforeItsLines() {
        bench.with("""
            create table public.orders (id integer primary key, at timestamptz not null);
            create table public.lines (at timestamptz not null, number integer references public.orders);
            create index on public.lines (number);
            insert into public.orders select n, timestamptz '2026-01-01' + n * interval '1 hour' from generate_series(1, 300) as n;
            insert into public.lines select o.at + interval '1 minute', o.id from public.orders as o, generate_series(1, 3)""");
        assertTrue(refusal().contains("900 rows of public.lines still point at rows that would go"));
        assertEquals("done", bench.run(bench.preview(bench.policy("public.lines", "at", "30 days", "archive", new Condition("number", "<=", List.of("200"))), 70)).status());
        assertTrue(refusal().contains("300 rows of public.lines"));
        assertEquals("done", bench.run(bench.preview(bench.policy("public.lines", "at", "30 days", "archive"), 70)).status());
        var plan = bench.preview(bench.policy("public.orders", "at", "30 days", "archive"), 70);
        assertNull(plan.refusal());
        bench.with("insert into public.lines values ('2026-06-15', 250)");
        var run = bench.run(plan);
        assertEquals("failed", run.status(), "a line that came later keeps its order, and the batch of it");
        assertTrue(run.reason().contains("Another table still points"), run.reason());
        assertEquals(1, bench.count("public.orders as o join public.lines as l on l.number = o.id"));
        assertEquals(0, bench.count("public.orders_archive as o where not exists (select from public.lines_archive as l where l.number = o.id)"));
    }

    private String refusal() {
        return bench.preview(bench.policy("public.orders", "at", "30 days", "archive")).refusal();
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
