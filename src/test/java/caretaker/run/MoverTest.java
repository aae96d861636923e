package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.plan.Condition;
import caretaker.plan.Handling;
import caretaker.plan.Policy;
import caretaker.plan.PolicyDraft;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Partitions, several workers, files, holds, the dial and what follows a move. */
class MoverTest {
    private final Workbench bench = new Workbench().withLedger();

    @AfterEach
    void close() {
        Faults.probe(null);
        bench.close();
    }

    @Test
    @Catalogue({"A8", "E5"})
    void aPartitionedTableIsTakenPartitionByPartition() {
        bench.with("""
            create table public.parts (id integer, at timestamptz not null, body text) partition by range (at);
            create table public.parts_a (body text, at timestamptz not null, id integer);
            alter table public.parts attach partition public.parts_a for values from ('2026-01-01') to ('2026-03-01');
            create table public.parts_b partition of public.parts for values from ('2026-03-01') to ('2026-06-01');
            create table public.parts_c partition of public.parts for values from ('2026-06-01') to ('2026-09-01');
            create table public.parts_d partition of public.parts default;
            insert into public.parts select n, timestamptz '2026-01-01' + n * interval '1 hour', 'x' || n from generate_series(0, 5999) as n;
            create index on public.parts (at);
            analyze public.parts""");
        var oracle = bench.value("select md5(string_agg(row(id, at, body)::text, ',' order by id)) from public.parts where at < '2026-05-16 12:00+00'");
        var plan = bench.preview(bench.policy("public.parts", "at", "30 days", "archive"), 300);
        assertNull(plan.refusal());
        assertEquals(3, plan.content().move().leaves().size(), "two that may hold old rows, and the default");
        var run = bench.run(plan);
        assertEquals("done", run.status(), run.reason());
        assertEquals(plan.rows(), run.doneRows());
        assertEquals(oracle, bench.value("select md5(string_agg(row(id, at, body)::text, ',' order by id)) from public.parts_archive"));
        assertEquals(6000, bench.count("public.parts") + bench.count("public.parts_archive"));
    }

    @Test
    @Catalogue({"F3", "F16"})
    void twoWorkersShareTheWalk() {
        events(20_000);
        var oracle = bench.value("select md5(string_agg(row(id, at, body)::text, ',' order by id)) from public.events where at < '2026-05-16 12:00+00'");
        var run = bench.run(bench.preview(policy("archive", new Handling(null, "full", 2, null, null)), 200));
        assertEquals("done", run.status(), run.reason());
        assertEquals(oracle, bench.value("select md5(string_agg(row(id, at, body)::text, ',' order by id)) from public.events_archive"));
        assertEquals(TestServer.majorVersion() >= 14 ? "2" : "1", bench.value("select count(distinct worker) from caretaker.batch"));
        assertEquals("vacuum (truncate false, analyze) \"public\".\"events\"", bench.runs.steps(run.id()).get(1).statement());
        assertEquals("done", bench.runs.steps(run.id()).get(1).status(), bench.runs.steps(run.id()).get(1).message());
    }

    @Test
    void rowsGoIntoFilesThatTheLedgerNames() throws Exception {
        events(5_000);
        var due = bench.count("public.events where at < '2026-05-16 12:00+00'");
        var run = bench.run(bench.preview(policy("export", Handling.DEFAULT), 700));
        assertEquals("done", run.status(), run.reason());
        assertEquals(due, run.doneRows());
        assertEquals(5_000 - due, bench.count("public.events"));
        assertEquals(String.valueOf(due), bench.value("select sum(rows) from caretaker.batch where file is not null"));
        long rows = 0;
        for (var file : bench.exports.files()) {
            if (file.relative().endsWith(".json")) {
                rows += Manifest.read(bench.exports.resolve(file.relative())).rows();
            }
        }
        assertEquals(due, rows);
    }

    @Test
    @Catalogue("A25")
    void heldRowsStayAlsoWhenTheHoldCameAfterThePreview() {
        events(3_000);
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete"), 100);
        bench.holds.add(bench.database.id(), "public.events", List.of(new Condition("id", "<=", List.of("50"))), "case 12", null, "ana");
        var run = bench.run(plan);
        assertEquals("done", run.status(), run.reason());
        assertEquals(50, bench.count("public.events where id <= 50"));
        assertEquals(0, bench.count("public.events where id > 50 and at < '2026-05-16 12:00+00'"));
    }

    @Test
    @Catalogue("A25")
    void aHoldThatComesJustBeforeTheFenceOfABatchIsHeeded() {
        events(3_000);
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete"), 5_000);
        at("lock", () -> hold("public.events", new Condition("id", "<=", List.of("50"))));
        var run = bench.run(plan);
        assertEquals("done", run.status(), run.reason());
        assertEquals(50, bench.count("public.events where id <= 50"));
    }

    @Test
    @Catalogue("A25")
    void aHoldOnRowsThatFollowStopsTheRunBeforeItsNextBatch() {
        events(1_000);
        bench.with("""
            create table public.child (event_id integer references public.events on delete cascade);
            create index on public.child (event_id);
            insert into public.child select id from public.events""");
        var policy = bench.policy("public.events", "at", "30 days", "delete");
        var plan = bench.preview(policy, 100);
        at("post-commit", () -> hold("public.child", new Condition("event_id", "<", List.of("700"))));
        var run = bench.run(plan);
        assertEquals("failed", run.status());
        assertTrue(run.reason().contains("public.child"), run.reason());
        assertTrue(run.doneRows() > 0 && run.doneRows() < plan.rows(), run.doneRows() + " rows");
        assertEquals(1_000 - run.doneRows(), bench.count("public.child"), "what was asked before the hold is done, and no more");
        bench.holds.lift(bench.holds.list(bench.database.id()).get(0).id(), "ana");
        var later = bench.preview(policy, 100);
        hold("public.child");
        var refused = bench.run(later);
        assertEquals("refused", refused.status(), refused.reason());
        assertEquals(1_000 - run.doneRows(), bench.count("public.child"));
    }

    @Test
    @Catalogue("A12")
    void anArchiveThatLacksAColumnIsExtendedByAPreviewedStep() {
        events(3_000);
        assertEquals("done", bench.run(bench.preview(bench.policy("public.events", "at", "60 days", "archive"), 500)).status());
        bench.with("alter table public.events add column extra numeric(10, 3); update public.events set extra = id / 7.0");
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 500);
        assertNull(plan.refusal());
        assertTrue(plan.content().steps().get(0).statement().contains("add column \"extra\" numeric(10,3)"), plan.content().steps().get(0).statement());
        var run = bench.run(plan);
        assertEquals("done", run.status(), run.reason());
        assertTrue(bench.count("public.events_archive where extra = round(id / 7.0, 3)") > 0);
    }

    @Test
    void aPartitionThatIsDroppedOnceItsRowsAreMovedTakesNothingFromTheOutcome() {
        bench.with("""
            create table public.parts (id integer, at timestamptz not null) partition by range (at);
            create table public.parts_a partition of public.parts for values from ('2026-01-01') to ('2026-02-01');
            create table public.parts_b partition of public.parts for values from ('2026-02-01') to ('2026-09-01');
            insert into public.parts select n, timestamptz '2026-01-01' + n * interval '4 minutes' from generate_series(0, 11999) as n;
            analyze public.parts""");
        var dropped = new AtomicBoolean();
        Faults.probe(point -> {
            if (point.equals("post-commit") && bench.count("public.parts") < 800 && !dropped.getAndSet(true)) {
                bench.with("drop table public.parts_a");
            }
        });
        var run = bench.run(bench.preview(bench.policy("public.parts", "at", "30 days", "delete"), 600));
        assertTrue(dropped.get());
        moved(run, 12_000, "does not exist");
        assertEquals("Vacuum and analyze public.parts_a", bench.runs.steps(run.id()).get(1).title());
        assertEquals(List.of("done", "failed", "done", "done"), bench.runs.steps(run.id()).stream().map(Runs.StepRow::status).toList());
    }

    @Test
    void whatFollowsAMoveFindsNoConnectionAndTakesNothingFromTheOutcome() {
        var login = TestServer.login("mover_test", bench.address.database());
        bench.with("grant all on schema caretaker to mover_test; grant all on all tables in schema caretaker to mover_test");
        bench.databases.save("managed", login, "staging", "UTC", false, "test");
        bench.targets.forget(bench.database.id());
        events(20_000);
        bench.with("alter table public.events owner to mover_test");
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete"));
        at("post-commit", () -> bench.with("alter role mover_test connection limit 0"));
        try {
            moved(bench.run(plan), plan.rows(), "too many connections");
        } finally {
            bench.with("alter role mover_test connection limit -1");
        }
    }

    @Test
    void whereCountingStoppedAtItsLimitThatIsSaid() {
        events(1_000);
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete"));
        var run = bench.runs.byId(bench.runs.queue(plan, "ana", null, null, null, null));
        var moved = new RowMover.Result("done", null, 0, 0, null, Map.of(), false);
        var target = bench.targets.of(bench.database.id());
        var counted = new Remainder(target, run, plan, new Ledger(target, run.runKey()), "", plan.rows() + 1).of(moved);
        assertEquals(plan.rows(), counted.remainder());
        assertTrue(counted.reason().startsWith(plan.rows() + " rows that match were"), counted.reason());
        var stopped = new Remainder(target, run, plan, new Ledger(target, run.runKey()), "", 50);
        assertNull(stopped.of(moved).remainder(), "it is not the number of what remains");
        assertEquals("done_with_remainder", stopped.of(moved).status());
        assertTrue(stopped.of(moved).reason().startsWith("at least 50 rows that match were"), stopped.of(moved).reason());
        assertEquals("enough; at least 50 rows remain", stopped.of(moved.with("stopped", "enough", null)).reason());
    }

    private void moved(Run run, long rows, String problem) {
        assertEquals("done", run.status(), run.reason());
        assertEquals(rows, run.doneRows());
        assertEquals("done", bench.value("select outcome from caretaker.run"));
        assertTrue(run.details().path("remainder").isMissingNode(), run.details().toString());
        assertTrue(run.reason().contains("what still matches could not be counted: ") && run.reason().contains(problem), run.reason());
        assertTrue(run.details().path("aftercare").asText().contains(problem), run.details().toString());
    }

    private void hold(String table, Condition... conditions) {
        bench.holds.add(bench.database.id(), table, List.of(conditions), "case 12", null, "ana");
    }

    /** Does it when the run first passes the point. */
    private static void at(String point, Runnable work) {
        var first = new AtomicBoolean(true);
        Faults.probe(passed -> {
            if (passed.equals(point) && first.getAndSet(false)) {
                work.run();
            }
        });
    }

    private void events(int rows) {
        bench.with("""
            create table public.events (id integer primary key, at timestamptz not null, body text);
            insert into public.events select n, timestamptz '2026-06-15 12:00+00' - (%d - n) * interval '%d seconds', repeat('x', 50) || n from generate_series(1, %d) as n;
            create index on public.events (at);
            analyze public.events""".formatted(rows, 120L * 86_400 / rows, rows));
    }

    private Policy policy(String action, Handling handling) {
        return bench.policies.save(new PolicyDraft("rule", "managed", "public.events", "at", "30 days", List.of(), action, null, false, null, null,
            BigDecimal.valueOf(100), null, null, null, null, handling), "ana");
    }
}
