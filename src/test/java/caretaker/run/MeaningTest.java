package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.plan.Condition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Group A of the catalogue: what SQL means, so that no row is lost and none too many goes. Most rows are 120 days of a table with 1,000 rows. */
class MeaningTest {
    private static final String DUE = "at < '2026-05-16 12:00+00'";
    private final Workbench bench = new Workbench().withLedger().with("""
        create table public.events (id integer primary key, at timestamptz not null, body text);
        insert into public.events select n, timestamptz '2026-06-15 12:00+00' - n * interval '2 hours', 'x' || n from generate_series(1, 1000) as n;
        create index on public.events (at);
        analyze public.events""");

    @AfterEach
    void close() {
        Faults.probe(null);
        bench.close();
    }

    @Test
    @Catalogue({"A1", "H7"})
    void aTriggerThatAppearsOnTheArchiveDuringTheRunStopsItBeforeTheNextBatch() {
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100);
        onceAt("ledger", () -> later("""
            create function public.drops() returns trigger language plpgsql as $$ begin if new.id % 2 = 0 then return null; end if; return new; end $$;
            create trigger drops before insert on public.events_archive for each row execute function public.drops()"""));
        var run = bench.run(plan);
        assertEquals("failed", run.status());
        assertTrue(run.reason().contains("structure"), run.reason());
        assertEquals(1_000, bench.count("public.events") + bench.count("public.events_archive"));
        assertTrue(bench.preview(bench.policy("public.events", "at", "30 days", "archive")).refusal().contains("triggers"));
    }

    @Test
    @Catalogue({"A2", "A33"})
    void aKeyThatIsUsedAgainIsArchivedBesideTheOlderImage() {
        assertEquals("done", archive().status());
        bench.with("insert into public.events values (400, '2026-01-01', 'again')");
        assertEquals("done", archive().status());
        assertEquals(2, bench.count("public.events_archive where id = 400"));
        assertEquals(1, bench.count("public.events_archive where id = 400 and body = 'again'"));
    }

    @Test
    @Catalogue({"A3", "H1"})
    void aNameOfSixtyThreeBytesHasAnArchiveOfItsOwn() {
        for (var name : new String[] {"a".repeat(63), "é".repeat(31)}) {
            bench.with("create table public.\"" + name + "\" (at timestamptz); insert into public.\"" + name + "\" values ('2020-01-01'), (now() + interval '1 year')");
            var plan = bench.preview(bench.policy("public.\"" + name + "\"", "at", "30 days", "archive"));
            assertNull(plan.refusal());
            assertNotEquals(name, plan.content().move().archive().table());
            assertEquals("done", bench.run(plan).status());
            assertEquals(1, bench.count("public.\"" + name + "\""));
            assertEquals(1, bench.count("public.\"" + plan.content().move().archive().table() + "\""));
        }
    }

    /** While a run waits or works elsewhere nothing is locked. */
    @Test
    @Catalogue("A4")
    void anArchiveThatBecomesUnloggedBeforeTheNextPartitionStopsTheRun() {
        bench.oneSession().with("""
            create table public.parts (id integer, at timestamptz) partition by range (at);
            create table public.parts_1 partition of public.parts for values from ('2026-01-01') to ('2026-02-01');
            create table public.parts_2 partition of public.parts for values from ('2026-02-01') to ('2026-09-01');
            insert into public.parts select n, timestamptz '2026-01-01 00:00+00' + n * interval '1 day' from generate_series(1, 100) as n""");
        Faults.probe(point -> {
            if (point.equals("post-commit") && bench.count("public.parts_1") == 0 && bench.count("pg_class where relname = 'parts_archive' and relpersistence = 'p'") > 0) {
                bench.with("alter table public.parts_archive set unlogged");
            }
        });
        var run = bench.run(bench.preview(bench.policy("public.parts", "at", "30 days", "archive"), 1_000));
        assertEquals("failed", run.status(), run.reason());
        assertTrue(run.reason().contains("not a plain, logged table"), run.reason());
        assertTrue(bench.count("public.parts_2") > 40, "nothing of it was moved");
    }

    @Test
    @Catalogue("A4")
    void anArchiveThatBecomesUnloggedStopsTheRun() {
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100);
        onceAt("ledger", () -> later("alter table public.events_archive set unlogged"));
        var run = bench.run(plan);
        assertEquals("failed", run.status());
        assertEquals(1_000, bench.count("public.events") + bench.count("public.events_archive"));
        assertTrue(bench.preview(bench.policy("public.events", "at", "30 days", "archive")).refusal().contains("would not survive a crash"));
    }

    @Test
    @Catalogue({"A5", "A28"})
    void aRowThatComesInBetweenIsArchivedOrStays() {
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100);
        onceAt("baseline", () -> bench.with("insert into public.events select n, timestamptz '2026-03-24' + n * interval '1 second', 'late' from generate_series(5001, 5100) as n"));
        var run = bench.run(plan);
        assertTrue(run.status().startsWith("done"), run.reason());
        assertEquals(1_100, bench.count("public.events") + bench.count("public.events_archive"));
        assertEquals(0, bench.count("public.events as e join public.events_archive as a using (id)"));
        assertEquals(bench.count("public.events where " + DUE) > 0 ? "done_with_remainder" : "done", run.status());
    }

    @Test
    @Catalogue({"A6", "A7"})
    void aRowThatIsBeingChangedIsWaitedForAndJudgedAnew() throws SQLException {
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100);
        try (var other = TestServer.connect(bench.address); var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("update public.events set at = '2026-06-15', body = 'fresh' where id = 1000");
            statement.execute("update public.events set body = 'newer' where id = 999");
            onceAt("baseline", () -> {});
            var tries = new AtomicBoolean();
            Faults.probe(point -> {
                if (point.equals("fence") && tries.getAndSet(true)) {
                    commit(other); // the second try meets what is committed now
                }
            });
            var run = bench.run(plan);
            assertTrue(run.status().startsWith("done"), run.reason());
        }
        assertEquals("fresh", bench.value("select body from public.events where id = 1000"));
        assertEquals(0, bench.count("public.events_archive where id = 1000"));
        assertEquals("newer", bench.value("select body from (table public.events_archive) as a where id = 999 union all select body from public.events where id = 999"));
        assertEquals(1_000, bench.count("public.events") + bench.count("public.events_archive"));
    }

    @Test
    @Catalogue("A8")
    void rowsInTheSamePlaceOfTwoPartitionsAreTwoRows() {
        bench.with("""
            create table public.parts (id integer, at timestamptz) partition by range (id);
            create table public.parts_1 partition of public.parts for values from (1) to (10);
            create table public.parts_2 partition of public.parts for values from (10) to (20);
            insert into public.parts values (1, '2020-01-01'), (10, '2026-06-15')""");
        assertEquals("(0,1),(0,1)", bench.value("select string_agg(ctid::text, ',') from public.parts"));
        var run = bench.run(bench.preview(bench.policy("public.parts", "at", "30 days", "archive")));
        assertEquals("done", run.status(), run.reason());
        assertEquals("10", bench.value("select string_agg(id::text, ',') from public.parts"));
        assertEquals("1", bench.value("select string_agg(id::text, ',') from public.parts_archive"));
    }

    @Test
    @Catalogue({"A9", "A10"})
    void aChildThatCameAfterThePreviewIsNotCascadedAway() {
        bench.with("create table public.lines (event integer references public.events on delete cascade); create index on public.lines (event)");
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100);
        bench.with("insert into public.lines values (1000)");
        var run = bench.run(plan);
        assertEquals(1, bench.count("public.lines"));
        assertEquals(0, bench.count("public.events_archive"));
        assertEquals("refused", run.status());
        assertTrue(run.reason().contains("public.lines"), run.reason());
    }

    @Test
    @Catalogue({"A12", "A13"})
    void valuesLandInTheColumnOfTheirName() {
        assertEquals("done", archive().status());
        bench.with("alter table public.events drop column body; alter table public.events add column archived_at text default 'mine', add column body text default 'b'");
        bench.with("update public.events set at = '2026-01-01' where id = 1");
        var refusal = bench.preview(bench.policy("public.events", "at", "30 days", "archive")).refusal();
        assertTrue(refusal.contains("archived_at"), "another type under the name of the stamp is never guessed: " + refusal);
        bench.with("alter table public.events drop column archived_at, add column first_new text default 'n'");
        assertEquals("done", archive().status());
        assertEquals("b n", bench.value("select body || ' ' || first_new from public.events_archive where id = 1 and body = 'b'"));
        bench.with("alter table public.events_archive alter column body type varchar(30)");
        assertTrue(bench.preview(bench.policy("public.events", "at", "30 days", "archive")).refusal().contains("body"));
    }

    @Test
    @Catalogue("A14")
    void aGeneratedValueIsKeptAsItWas() {
        bench.with("""
            create function public.twice(integer) returns integer immutable language sql as 'select $1 * 2';
            alter table public.events add column double integer generated always as (public.twice(id)) stored;
            create or replace function public.twice(integer) returns integer immutable language sql as 'select $1 * 3'""");
        assertEquals("done", archive().status());
        assertEquals(0, bench.count("public.events_archive where double <> id * 2"));
    }

    @Test
    @Catalogue("A15")
    void rowsOfInheritanceChildrenStay() {
        bench.with("create table public.special (extra text) inherits (public.events); insert into public.special values (5000, '2020-01-01', 'x', 'y')");
        assertEquals("done", archive().status());
        assertEquals(1, bench.count("public.special"));
        assertEquals(0, bench.count("public.events_archive where id = 5000"));
    }

    @Test
    @Catalogue("A18")
    void aTriggerThatTruncatesAnotherTableIsRolledBack() {
        bench.with("""
            create table public.other as select 1 as n;
            create function public.wipe() returns trigger language plpgsql as $$ begin truncate public.other; return old; end $$;
            create trigger wipe after delete on public.events for each statement execute function public.wipe()""");
        var run = archive();
        assertEquals("refused", run.status());
        assertTrue(run.reason().contains("ACCESS EXCLUSIVE lock on public.other"), run.reason());
        assertEquals(1, bench.count("public.other"));
        assertEquals(1_000, bench.count("public.events"));
    }

    @Test
    @Catalogue("A22")
    void identicalRowsAreMovedEachOnce() {
        bench.with("create table public.twins (at timestamptz, n integer); insert into public.twins select '2020-01-01', 1 from generate_series(1, 1000)");
        for (var index : new String[] {"", "create index on public.twins (at)"}) {
            bench.with(index + "; analyze public.twins");
            var run = bench.run(bench.preview(bench.policy("public.twins", "at", "30 days", "archive"), 70));
            assertEquals("done", run.status(), run.reason());
            assertEquals(1_000, run.doneRows());
            assertEquals(1_000, bench.count("public.twins_archive"));
            bench.with("drop table public.twins_archive; insert into public.twins select '2020-01-01', 1 from generate_series(1, 1000)");
        }
    }

    @Test
    @Catalogue({"A23", "A34"})
    void operatorsAndHostileValuesKeepTheirMeaning() {
        bench.with("create extension if not exists citext; alter table public.events add column kind public.citext, add column \"a?b :x\" jsonb");
        bench.with("update public.events set kind = case id % 4 when 0 then 'OLD' when 1 then 'Old' when 2 then 'old' else 'new' end, \"a?b :x\" = '{\"?\": [1,2]}'");
        long due = bench.count("public.events where " + DUE + " and id % 4 <> 3");
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "archive", new Condition("kind", "=", List.of("oLd")),
            new Condition("a?b :x", "=", List.of("{\"?\": [1, 2]}"))), 100));
        assertEquals("done", run.status(), run.reason());
        assertEquals(due, run.doneRows());
        assertEquals(0, bench.count("public.events_archive where kind = 'new'"));
    }

    @Test
    @Catalogue("A29")
    void aDeferredConstraintFailsBeforeTheCommit() {
        bench.with("create table public.lines (event integer references public.events deferrable initially deferred); create index on public.lines (event)");
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100);
        bench.with("insert into public.lines values (1000)");
        var run = bench.run(plan);
        assertEquals("failed", run.status());
        assertEquals(0, bench.count("caretaker.batch"));
        assertEquals(1_000, bench.count("public.events"));
    }

    @Test
    @Catalogue("A31")
    void numbersOfLargeObjectsAreNotExported() {
        bench.with("alter table public.events add column blob oid");
        assertTrue(bench.preview(bench.policy("public.events", "at", "30 days", "export")).refusal().contains("large objects"));
        assertNull(bench.preview(bench.policy("public.events", "at", "30 days", "archive")).refusal());
    }

    @Test
    @Catalogue("A32")
    void anArchiveIsFreeOfItsSource() {
        bench.with("""
            create table public.rich (id bigint generated always as identity primary key, n serial unique, at timestamptz default now(), g bigint generated always as (7) stored,
              check (n > 0));
            insert into public.rich (at) select '2020-01-01' from generate_series(1, 50)""");
        var run = bench.run(bench.preview(bench.policy("public.rich", "at", "30 days", "archive")));
        assertEquals("done", run.status(), run.reason());
        bench.with("drop table public.rich");
        assertEquals(50, bench.count("public.rich_archive"));
    }

    private Run archive() {
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100);
        return plan.refusal() == null ? bench.run(plan) : null;
    }

    /** Does something when the run passes a point for the first time. */
    private static void onceAt(String point, Runnable what) {
        var done = new AtomicBoolean();
        Faults.probe(p -> {
            if (p.equals(point) && !done.getAndSet(true)) {
                what.run();
            }
        });
    }

    /** In a session of its own, which waits until the batch has committed. */
    private void later(String statements) {
        var waits = new AtomicBoolean();
        new Thread(() -> {
            waits.set(true);
            bench.with(statements);
        }).start();
        Await.that("it waits", () -> waits.get() && bench.count("pg_locks where not granted") > 0);
        var done = new AtomicBoolean();
        Faults.probe(p -> {
            // The change has waited for this batch; the next one must meet it.
            Await.that("it goes on", () -> !p.equals("post-commit") || done.get() || bench.count("pg_locks where not granted") == 0);
            done.set(done.get() || p.equals("post-commit"));
        });
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
