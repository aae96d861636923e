package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.plan.Condition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowMoverTest {
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench().withLedger();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void events(int rows) {
        bench.with("""
            create table public.events (id bigint generated always as identity primary key, at timestamptz, level text, body jsonb,
              size integer generated always as (length(level)) stored);
            insert into public.events (at, level, body)
            select timestamptz '2026-06-15 12:00+00' - n * interval '1 hour', case when mod(n, 10) = 0 then 'ERROR' else 'INFO' end, jsonb_build_object('n', n)
            from generate_series(1, %d) as n;
            create index on public.events (at);
            analyze public.events""".formatted(rows));
    }

    @Test
    void archivesEveryDueRowOnceAndKeepsTheRest() {
        events(2_000);
        var before = bench.value("select md5(string_agg(e::text, ',' order by id)) from public.events as e where at < '2026-05-16 12:00+00'");
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100);
        assertEquals(2_000 - 720, plan.rows());
        assertTrue(plan.exact());

        var run = bench.run(plan);

        assertEquals("done", run.status(), run.reason());
        assertEquals(1_280, run.doneRows());
        assertEquals(720, bench.count("public.events"));
        assertEquals(before, bench.value("select md5(string_agg(row(id, at, level, body, size)::text, ',' order by id)) from public.events_archive"));
        assertEquals("1280", bench.value("select sum(rows) from caretaker.batch"));
        assertEquals(0, bench.count("public.events_archive as a where not exists (select from caretaker.batch as b where b.at = a.archived_at)"));
        assertNotNull(run.completedAt());
    }

    @Test
    void deletesByConditionAndLeavesOthersAlone() {
        events(2_000);
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "delete", new Condition("level", "in", List.of("ERROR", "it's")))));
        assertEquals("done", run.status(), run.reason());
        assertEquals(128, run.doneRows());
        assertEquals(1_872, bench.count("public.events"));
    }

    @Test
    @Catalogue("F12")
    void walksBlocksWhereNoIndexHelps() {
        events(3_000);
        bench.with("drop index public.events_at_idx; insert into public.events (at, level) values (null, 'a'), ('infinity', 'b'), ('-infinity', 'c')");
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "delete"), 70));
        assertEquals("done", run.status(), run.reason());
        assertEquals(2_280, run.doneRows());
        assertEquals(723, bench.count("public.events"), "rows without a time, or with an infinite one, are kept");
        assertTrue(run.batches() > 10);
    }

    @Test
    @Catalogue("A27")
    void aDayThatIsLargerThanABatchIsTakenInParts() {
        bench.with("""
            create table public.days (day date, n integer);
            insert into public.days select date '2026-01-01' + (n / 500), n from generate_series(0, 2499) as n;
            create index on public.days (day)""");
        var run = bench.run(bench.preview(bench.policy("public.days", "day", "30 days", "archive"), 120));
        assertEquals("done", run.status(), run.reason());
        assertEquals(2_500, bench.count("public.days_archive"));
        assertEquals(2_500, bench.count("(select distinct n from public.days_archive) as d"));
        assertTrue(Integer.parseInt(bench.value("select max(rows) from caretaker.batch")) <= 120);
    }

    @Test
    @Catalogue("H1")
    void hostileNamesAreOnlyNames() {
        var name = "Zeile \"%s'; drop table x; --".formatted("ä?");
        bench.with("create schema \"Odd.Schema\"; create table \"Odd.Schema\".\"" + name.replace("\"", "\"\"") + "\" (\"the \"\"when\"\"\" timestamp, \"b?c\" text);"
            + "insert into \"Odd.Schema\".\"" + name.replace("\"", "\"\"") + "\" select timestamp '2026-01-01', 'x' from generate_series(1, 10)");
        var table = "\"Odd.Schema\".\"" + name.replace("\"", "\"\"") + "\"";
        var run = bench.run(bench.preview(bench.policy(table, "the \"when\"", "30 days", "archive", new Condition("b?c", "=", List.of("x")))));
        assertEquals("done", run.status(), run.reason());
        assertEquals(10, run.doneRows());
        assertEquals(10, bench.count("\"Odd.Schema\".\"" + name.replace("\"", "\"\"") + "_archive\""));
    }

    @Test
    void aCascadeThatWasNotPreviewedRollsTheBatchBack() {
        events(1_000);
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete"));
        bench.with("""
            create table public.child (event_id bigint references public.events on delete cascade);
            insert into public.child select id from public.events""");
        var run = bench.run(plan);
        assertEquals("refused", run.status());
        assertTrue(run.reason().contains("public.child"), run.reason());
        assertEquals(1_000, bench.count("public.events"));
        assertEquals(1_000, bench.count("public.child"));
    }

    @Test
    @Catalogue("A9")
    void aCascadeThatWasPreviewedHappensAndNoMore() {
        events(1_000);
        bench.with("""
            create table public.child (event_id bigint references public.events on delete cascade);
            create index on public.child (event_id);
            insert into public.child select id from public.events where id > 990""");
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete"), 50);
        assertEquals(10, plan.content().effects().get(0).rows());
        var run = bench.run(plan);
        assertEquals("done", run.status(), run.reason());
        assertEquals(0, bench.count("public.child"));
    }

    @Test
    @Catalogue("A17")
    void aTriggerThatWritesElsewhereRollsTheBatchBack() {
        events(1_000);
        bench.with("""
            create table public.other (id bigint); insert into public.other select generate_series(1, 5);
            create function public.t() returns trigger language plpgsql as $$ begin delete from public.other where id = old.id % 7; return old; end $$;
            create trigger t after delete on public.events for each row execute function public.t()""");
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "delete")));
        assertEquals("refused", run.status());
        assertTrue(run.reason().contains("public.other"), run.reason());
        assertEquals(5, bench.count("public.other"));
        assertEquals(1_000, bench.count("public.events"));
    }

    @Test
    @Catalogue("A16")
    void aTriggerThatKeepsRowsLeavesNoCopies() {
        events(1_000);
        bench.with("""
            create function public.keep() returns trigger language plpgsql as $$ begin return null; end $$;
            create trigger keep before delete on public.events for each row when (old.id % 2 = 0) execute function public.keep()""");
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "archive")));
        assertEquals("done_with_remainder", run.status(), run.reason());
        assertEquals(1_000, bench.count("public.events") + bench.count("public.events_archive"));
        assertEquals(run.doneRows(), bench.count("public.events_archive"));
    }

    @Test
    void aTableThatWasReplacedOrChangedIsNotTouched() {
        events(1_000);
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete"));
        bench.with("alter table public.events add column extra text");
        assertEquals("refused", bench.run(plan).status());
        assertEquals(1_000, bench.count("public.events"));
    }

    @Test
    @Catalogue("A20")
    void moreRowsThanPlannedStopTheRun() {
        events(1_000);
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete"));
        bench.with("insert into public.events (at, level) select '2026-01-01', 'LATE' from generate_series(1, 2000)");
        var run = bench.run(plan);
        assertTrue(List.of("failed", "refused").contains(run.status()));
        assertTrue(run.reason().contains("More rows match now"), run.reason());
        assertEquals(bench.count("public.events"), 3_000 - Long.parseLong(bench.value("select coalesce(sum(rows), 0) from caretaker.batch")));
    }

    @Test
    @Catalogue("B9")
    void theSamePlanRunsOnce() {
        events(1_000);
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete"));
        var first = bench.run(plan);
        assertEquals(first.id(), bench.runs.queue(plan, "bob", null, null, null, null));
        assertEquals(first.endedAt(), bench.runner.execute(first.id()).endedAt());
    }

    @Test
    @Catalogue("F1")
    void aLockedTableIsNotQueuedBehind() throws Exception {
        events(1_000);
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete"));
        try (var blocker = TestServer.connect(bench.address)) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("lock table public.events in share mode");
            var run = bench.run(plan);
            assertEquals("failed", run.status());
            assertNull(run.completedAt());
            assertTrue(run.details().get("error").asText().contains("lock timeout"), run.reason());
        }
        assertEquals(1_000, bench.count("public.events"));
    }

    @Test
    @Catalogue("A28")
    void aRemainderIsTakenByResuming() {
        events(2_000);
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete"), 100);
        assertEquals("done", bench.run(plan).status());
        // As if they had come behind the walk while it ran.
        bench.with("insert into public.events (at, level) select '2026-01-01', 'LATE' from generate_series(1, 7)");
        TestServer.execute(bench.storeAddress, "update caretaker_store.maintenance_log set status = 'done_with_remainder' where plan_id = " + plan.id());
        var id = bench.runs.ofPlan(plan.id()).orElseThrow();
        bench.runs.resume(id, "ana");
        var resumed = bench.runner.execute(id);
        assertEquals("done", resumed.status(), resumed.reason());
        assertEquals(1_280 + 7, resumed.doneRows());
        assertEquals(720, bench.count("public.events"));
    }

    @Test
    void onlyARunThatCameToItsEndProvesAPolicy() {
        events(1_000);
        var policy = bench.policy("public.events", "at", "30 days", "delete");
        var plan = bench.preview(policy);
        bench.with("alter table public.events add column extra text");
        assertEquals("refused", bench.run(plan).status());
        assertFalse(bench.policies.byId(policy.id()).proved());
        assertEquals("done", bench.run(bench.preview(policy)).status());
        assertTrue(bench.policies.byId(policy.id()).proved());
    }
}
