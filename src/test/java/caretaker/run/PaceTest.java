package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.UserError;
import caretaker.Workbench;
import caretaker.plan.Handling;
import caretaker.plan.Plan;
import caretaker.plan.PolicyDraft;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How fast, how long, and who says stop. */
class PaceTest {
    private final Workbench bench = new Workbench().withLedger().with("""
        create table public.events (id integer primary key, at timestamptz not null, body text);
        insert into public.events select n, timestamptz '2026-06-15 12:00+00' - n * interval '10 minutes', 'x' || n from generate_series(1, 17280) as n;
        create index on public.events (at);
        analyze public.events""");

    @AfterEach
    void close() {
        Faults.probe(null);
        bench.close();
    }

    @Test
    void batchesGrowTowardsTheirTimeAndShrinkWhenTheyExceedIt() {
        var pacer = new Pacer(200_000);
        assertEquals(500, pacer.rows());
        pacer.after(500, 5, 0, "full");
        assertEquals(8_000, pacer.rows());
        pacer.after(8_000, 40, 0, "full");
        assertEquals(90_000, pacer.rows());
        pacer.after(90_000, 400, 0, "full");
        assertEquals(90_000, pacer.rows());
        pacer.after(90_000, 900, 0, "full");
        assertEquals(45_000, pacer.rows());
        pacer.collided();
        assertEquals(22_500, pacer.rows());
        assertEquals(50, new Pacer(50).rows());
    }

    @Test
    void aStretchWithFewRowsDoesNotMakeTheNextFullBatchLong() {
        var pacer = new Pacer(200_000);
        pacer.after(500, 20, 0, "full");
        for (int i = 0; i < 10; i++) {
            pacer.after(3, 1, 0, "full");
        }
        assertEquals(25_000, pacer.rows(), "two of the longest batches at 25 rows a millisecond");
    }

    @Test
    void othersAtWorkMakeItRestAtNormalSpeedAndNotAtFull() {
        var pacer = new Pacer(200_000);
        pacer.read(signals(null, null, false, 3));
        assertEquals(100, pacer.rows(), "what is not known yet begins small beside others");
        assertTrue(pacer.after(500, 20, 0, "normal").milliseconds() > 20);
        assertNotNull(pacer.after(500, 20, 0, "normal").reason());
        assertEquals(0, pacer.after(500, 20, 0, "full").milliseconds());
        assertEquals(1_200, pacer.after(500, 20, 0, "gentle").milliseconds(), "sixty times as long");
        assertTrue(pacer.after(500, 20, 2, "full").reason().contains("2 sessions waited"));
        assertTrue(pacer.slowed().containsKey("other sessions are at work"), pacer.slowed().toString());
    }

    @Test
    void transactionsThatArriveAtOnceAreNotOthersAtWork() {
        var pacer = new Pacer(200_000);
        pacer.read(new Pacer.Signals(null, null, null, null, false, false, 0, 0L));
        pacer.read(new Pacer.Signals(null, null, null, null, false, false, 0, 15L)); // our own preparation, told a moment later
        assertEquals(0, pacer.after(500, 20, 0, "normal").milliseconds());
    }

    @Test
    @Catalogue({"F6", "F7"})
    void aReplicaThatLagsHoldsItUntilItIsWellBelowTheLimit() {
        var pacer = new Pacer(200_000);
        pacer.read(signals(11.0, 0L, false, 0));
        assertEquals("a replica lags behind", pacer.held());
        pacer.read(signals(7.0, 0L, false, 0));
        assertNotNull(pacer.held(), "not yet: it would swing");
        pacer.read(signals(2.0, 0L, false, 0));
        assertNull(pacer.held());
        pacer.read(new Pacer.Signals(null, null, 9L, null, false, false, 0, 0L));
        assertEquals("WAL waits to be archived", pacer.held());
        pacer.read(new Pacer.Signals(null, null, 0L, null, true, true, 0, 0L));
        assertEquals("a vacuum against wraparound works on the table", pacer.held());
    }

    @Test
    @Catalogue("F9")
    void aSessionThatWaitsForTheRunIsSeenAndNamedInTheBatch() {
        var plan = plan(Handling.DEFAULT, 500);
        var nth = new AtomicInteger(2);
        Faults.probe(point -> {
            if (point.equals("delete") && nth.decrementAndGet() == 0) {
                new Thread(() -> bench.with("update public.events set body = 'mine' where id between 16000 and 17280")).start();
                Await.that("somebody waits", () -> bench.count("pg_locks where not granted") > 0);
            }
        });
        var run = bench.run(plan);
        assertTrue(run.status().startsWith("done"), run.reason());
        assertTrue(bench.runs.batches(run.id(), 1000).stream().anyMatch(b -> "a session waited for a lock of this run".equals(b.slowedBy()) && b.restMs() > 0));
        assertTrue(bench.runs.byId(run.id()).details().path("slowed_ms").has("a session waited for a lock of this run"));
    }

    @Test
    void theDialWorksWhileItRuns() {
        var plan = plan(new Handling(null, "full", null, null, null), 500);
        var id = bench.runs.queue(plan, "ana", null, null, null, null);
        var nth = new AtomicInteger(5);
        Faults.probe(point -> {
            if (point.equals("audit") && nth.decrementAndGet() == 0) {
                bench.runs.speed(id, "gentle");
            }
        });
        var run = bench.runner.execute(id);
        assertEquals("done", run.status(), run.reason());
        var batches = bench.runs.batches(id, 1000);
        assertTrue(batches.stream().filter(b -> b.no() <= 5).allMatch(b -> b.restMs() == 0));
        assertTrue(batches.stream().filter(b -> b.no() > 6).allMatch(b -> "the dial stands on gentle".equals(b.slowedBy())));
        assertThrows(UserError.class, () -> bench.runs.speed(id, "full"), "it has ended");
    }

    @Test
    void besideAnotherSessionARunBeginsWithASmallBatchAndRests() throws SQLException {
        var plan = plan(Handling.DEFAULT, 20_000);
        var id = bench.runs.queue(plan, "ana", null, null, null, null);
        var nth = new AtomicInteger(2);
        Faults.probe(point -> {
            if (point.equals("audit") && nth.decrementAndGet() == 0) {
                bench.runs.stop(id, "ana");
            }
        });
        try (var other = TestServer.connect(bench.address); var statement = other.createStatement()) {
            var query = CompletableFuture.runAsync(() -> assertThrows(SQLException.class, () -> statement.execute("select pg_sleep(600)"), "it is cancelled"));
            Await.that("another session works", () -> bench.count("pg_stat_activity where state = 'active' and query = 'select pg_sleep(600)'") == 1);
            assertEquals("stopped", bench.runner.execute(id).status());
            statement.cancel();
            query.join();
        }
        var batches = bench.runs.batches(id, 10);
        assertTrue(batches.get(batches.size() - 1).rows() <= 100, batches.toString());
        assertTrue(batches.stream().allMatch(b -> b.restMs() > 0 && b.slowedBy().equals("other sessions are at work")), batches.toString());
    }

    @Test
    @Catalogue("J4")
    void atTheEndOfItsBudgetItStopsBetweenTwoBatchesWithTheRest() {
        var plan = plan(new Handling(null, null, null, 10, null), 500);
        var nth = new AtomicInteger(4);
        Faults.probe(point -> {
            if (point.equals("audit") && nth.decrementAndGet() == 0) {
                bench.now = bench.now.plus(Duration.ofMinutes(11));
            }
        });
        var run = bench.run(plan);
        assertEquals("done_with_remainder", run.status());
        assertTrue(run.reason().contains("time budget of 10 min"), run.reason());
        assertEquals(bench.count("public.events where at < '2026-05-16 12:00+00'"), run.details().get("remainder").asLong());
        assertEquals(bench.count("public.events_archive"), run.doneRows());
        bench.runs.resume(run.id(), "ana");
        assertEquals("done", bench.runner.execute(run.id()).status());
    }

    @Test
    void theBigStopEndsWhatRunsAndLetsNothingBegin() {
        var plan = plan(Handling.DEFAULT, 500);
        var next = plan(Handling.DEFAULT, 500);
        var nth = new AtomicInteger(3);
        Faults.probe(point -> {
            if (point.equals("audit") && nth.decrementAndGet() == 0) {
                bench.databases.stop(bench.database.id(), "bob", "the disk is on fire");
            }
        });
        var run = bench.run(plan);
        assertEquals("stopped", run.status());
        assertTrue(run.reason().contains("bob stopped all work"), run.reason());
        assertEquals(bench.count("public.events_archive"), run.doneRows());
        var refused = assertThrows(UserError.class, () -> bench.runs.queue(next, "ana", null, null, null, null));
        assertTrue(refused.getMessage().contains("the disk is on fire"), refused.getMessage());
        bench.databases.goOn(bench.database.id());
        bench.runs.resume(run.id(), "ana");
        assertEquals("done", bench.runner.execute(run.id()).status());
    }

    @Test
    @Catalogue("G9")
    void whereASecondPersonIsWantedNobodyRunsAlone() {
        bench.databases.protect(bench.database.id(), true, 2);
        var plan = plan(Handling.DEFAULT, 500);
        var refused = assertThrows(UserError.class, () -> bench.runs.queue(plan, "ana", null, null, null, null));
        assertTrue(refused.getMessage().contains("a second person"), refused.getMessage());
        assertThrows(UserError.class, () -> bench.plans.approve(plan.id(), "ana", bench.now), "not the one who previewed it");
        bench.plans.approve(plan.id(), "bob", bench.now);
        assertEquals("done", bench.run(bench.plans.byId(plan.id())).status());
    }

    @Test
    @Catalogue("J1")
    void aVacuumThatPostgresSkippedIsNoSuccess() {
        var login = TestServer.login("weak_vacuum", bench.address.database());
        bench.with("""
            grant usage, create on schema public to weak_vacuum;
            grant select, delete on public.events to weak_vacuum;
            grant usage on schema caretaker to weak_vacuum;
            grant select, insert, update on all tables in schema caretaker to weak_vacuum""");
        bench.databases.save("managed", login, "staging", "UTC", false, "test");
        bench.targets.forget(bench.database.id());
        var run = bench.run(plan(Handling.DEFAULT, 20_000));
        assertEquals("done", run.status(), run.reason());
        var step = bench.runs.steps(run.id()).get(1);
        assertEquals("failed", step.status());
        assertTrue(step.message().startsWith("PostgreSQL skipped it"), step.message());
        assertTrue(run.reason().contains("PostgreSQL skipped it"), run.reason());
    }

    private Plan plan(Handling handling, int batch) {
        return bench.preview(bench.policies.save(new PolicyDraft("rule", "managed", "public.events", "at", "30 days", List.of(), "archive", null, false, null, null,
            BigDecimal.valueOf(100), null, null, null, null, handling), "ana"), batch);
    }

    private static Pacer.Signals signals(Double lagSeconds, Long lagBytes, boolean vacuum, int active) {
        return new Pacer.Signals(lagSeconds, lagBytes, null, null, vacuum, false, active, 0L);
    }
}
