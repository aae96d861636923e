package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.plan.Handling;
import caretaker.plan.Plan;
import caretaker.plan.PolicyDraft;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run into files has a session to spare: it works while a file is proven, and never in the way of anybody. */
class TurnTest {
    private final Workbench bench = new Workbench().withLedger();

    @BeforeEach
    void ranges() {
        assumeTrue(TestServer.majorVersion() >= 14, "runs have one session there");
    }

    @AfterEach
    void close() {
        Faults.probe(null);
        bench.close();
    }

    @Test
    void theNextBatchBeginsWhileAFileIsProven() {
        events("events", 20_000);
        once("readback", () -> Await.that("another session has moved rows", () -> bench.count("caretaker.batch where worker = 2") > 0));
        var run = bench.run(plan("events", "full", 100));
        assertEquals("done", run.status(), run.reason());
        assertEquals(20_000, run.doneRows());
        assertEquals("20000", bench.value("select sum(rows) from caretaker.batch"));
        assertEquals(0, bench.count("public.events"));
    }

    /** The start of a batch's transaction is after the rest that followed the one before. */
    @Test
    void aRunThatRestsNeverWorksTwiceAtOnce() {
        events("events", 500);
        var run = bench.run(plan("events", "gentle", 100));
        assertEquals("done", run.status(), run.reason());
        assertEquals("2", bench.value("select count(distinct worker) from caretaker.batch"), "both sessions had their turns");
        var batches = bench.runs.batches(run.id(), 100);
        for (var batch : batches) {
            var next = bench.value("select extract(epoch from n.at - b.at) * 1000 from caretaker.batch as b, caretaker.batch as n where b.no = " + batch.no()
                + " and n.at = (select min(l.at) from caretaker.batch as l where l.at > b.at)");
            assertTrue(next == null || Double.parseDouble(next) >= batch.restMs(), () -> "batch " + batch.no() + " rested " + batch.restMs() + " ms, the next began after " + next);
        }
    }

    @Test
    void theSpareSessionMakesWayForAnotherRun() {
        events("events", 30_000);
        events("others", 200);
        var other = bench.runs.queue(plan("others", "full", 100), "ana", null, null, null, null);
        once("readback", () -> {
            var done = CompletableFuture.supplyAsync(() -> bench.runner.execute(other)).join();
            assertEquals("done", done.status(), done.reason());
            assertTrue(bench.count("public.events") > 1_000, "it did not wait until this one had moved the rest");
        });
        var run = bench.run(plan("events", "full", 100));
        assertEquals("done", run.status(), run.reason());
        assertEquals(0, bench.count("public.events"));
    }

    @Test
    void withoutAConnectionForItTheRunGoesOn() {
        var login = TestServer.login("turn_test", bench.address.database());
        bench.with("grant all on schema caretaker to turn_test; grant all on all tables in schema caretaker to turn_test");
        bench.databases.save("managed", login, "staging", "UTC", true, "test");
        bench.targets.forget(bench.database.id());
        events("events", 2_000);
        bench.with("alter table public.events owner to turn_test");
        var plan = plan("events", "full", 100);
        var now = bench.count("pg_stat_activity where usename = 'turn_test'");
        bench.with("alter role turn_test connection limit " + (now + 1));
        try {
            var run = bench.run(plan);
            assertEquals("done", run.status(), run.reason());
            assertEquals(2_000, run.doneRows());
            assertEquals("1", bench.value("select count(distinct worker) from caretaker.batch"));
        } finally {
            bench.with("alter role turn_test connection limit -1");
        }
    }

    private static void once(String point, Runnable work) {
        var first = new AtomicBoolean(true);
        Faults.probe(at -> {
            if (at.equals(point) && first.getAndSet(false)) {
                work.run();
            }
        });
    }

    private void events(String table, int rows) {
        bench.with("""
            create table public.%1$s (id integer primary key, at timestamptz not null, body text);
            insert into public.%1$s select n, timestamptz '2026-01-01 00:00+00' + n * interval '1 minute', 'row ' || n from generate_series(1, %2$d) as n;
            create index on public.%1$s (at);
            analyze public.%1$s""".formatted(table, rows));
    }

    private Plan plan(String table, String speed, int rows) {
        return bench.preview(bench.policies.save(new PolicyDraft(table, "managed", "public." + table, "at", "30 days", List.of(), "export", null, false, null, null,
            BigDecimal.valueOf(100), null, null, null, null, new Handling(null, speed, 1, null, null)), "ana"), rows);
    }
}
