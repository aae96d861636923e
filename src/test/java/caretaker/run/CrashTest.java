package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.plan.Handling;
import caretaker.plan.Plan;
import caretaker.plan.PolicyDraft;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Group B of the catalogue, step by step in one process: what the storm does by chance is done here on purpose. */
class CrashTest {
    private static final List<String> POINTS = List.of("fence", "claim", "lock", "fingerprint", "baseline", "delete", "assert", "audit", "ledger", "pre-commit",
        "in-commit", "post-commit");
    private static final List<String> FILE_POINTS = List.of("export-open", "export-mid", "export-close", "fsync", "rename", "readback");
    private final Workbench bench = new Workbench().withLedger().with("""
        create table public.events (id integer primary key, at timestamptz not null, body text);
        create index on public.events (at)""");

    @AfterEach
    void close() {
        Faults.probe(null);
        bench.close();
    }

    @Test
    @Catalogue({"B1", "B3", "B17", "J5"})
    void aFailureAtAnyPointLosesNothingAndIsMadeGoodByResuming() {
        for (var action : List.of("delete", "archive", "export")) {
            for (var point : POINTS) {
                broken(action, point);
            }
        }
        FILE_POINTS.forEach(point -> broken("export", point));
    }

    private void broken(String action, String point) {
        var plan = plan(action);
        at(point, 3, () -> {
            throw new IllegalStateException("fault at " + point);
        });
        var run = bench.run(plan);
        assertEquals("failed", run.status(), action + " " + point);
        assertEquals(bench.value("select coalesce(sum(rows), 0) from caretaker.batch"), String.valueOf(run.doneRows()), action + " " + point + ": the log says what the ledger says");
        Faults.probe(null);
        assertEquals(360 + 640, bench.count("public.events") + kept(action, run), action + " " + point);
        bench.runs.resume(run.id(), "ana");
        run = bench.runner.execute(run.id());
        assertEquals("done", run.status(), action + " " + point + ": " + run.reason());
        whole(action, run);
    }

    @Test
    @Catalogue("B2")
    void aCommitWhoseOutcomeIsUnknownIsLookedUpInTheLedger() {
        for (var action : List.of("archive", "export")) {
            for (var point : List.of("in-commit", "post-commit")) {
                var plan = plan(action);
                at(point, 3, () -> bench.with("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'caretaker run%' and datname = current_database()"));
                var run = bench.run(plan);
                assertEquals("done", run.status(), run.reason());
                whole(action, run);
            }
        }
    }

    @Test
    @Catalogue("B2")
    void aSessionThatTheServerEndsForItsTimeIsOpenedAgain() {
        bench.with("""
            create table public.limits (name text);
            create function public.limited() returns trigger language plpgsql as $$ begin perform set_config(l.name, '100ms', true) from public.limits as l; return old; end $$;
            create trigger limited before delete on public.events for each row execute function public.limited()""");
        for (var limit : TestServer.majorVersion() >= 17 ? List.of("idle_in_transaction_session_timeout", "transaction_timeout") : List.of("idle_in_transaction_session_timeout")) {
            var plan = plan("archive");
            bench.with("insert into public.limits values ('" + limit + "')");
            at("audit", 1, () -> {
                Await.that("the server has ended the session", () -> bench.count("pg_stat_activity where application_name like 'caretaker run%' and datname = current_database()") == 0);
                bench.with("delete from public.limits");
            });
            var run = bench.run(plan);
            assertEquals("done", run.status(), limit + ": " + run.reason());
            whole("archive", run);
        }
    }

    @Test
    @Catalogue("B4")
    void aConsoleThatWakesAfterATakeoverWritesNothing() throws InterruptedException {
        var plan = plan("archive");
        var id = bench.runs.queue(plan, "ana", null, null, null, null);
        var asleep = new CountDownLatch(1);
        var awake = new CountDownLatch(1);
        var zombie = CompletableFuture.runAsync(() -> {
            at("ledger", 2, () -> {
                asleep.countDown();
                await(awake);
            });
            bench.runner.execute(id);
        });
        asleep.await();
        // What the reaper of another console does after the lease: it ends the session, raises the epoch and only then reads the sum.
        var position = new Ledger(bench.targets.of(bench.database.id()), bench.runs.byId(id).runKey()).bury("interrupted");
        TestServer.execute(bench.storeAddress, "update caretaker_store.maintenance_log set status = 'interrupted' where id = " + id);
        assertEquals(99, position.rows());
        bench.runs.resume(id, "bob");
        var run = bench.runner.execute(id);
        assertEquals("done", run.status(), run.reason());
        awake.countDown();
        zombie.join();
        assertEquals("done", bench.runs.byId(id).status());
        whole("archive", run);
    }

    @Test
    @Catalogue({"B4", "J4"})
    void aConsoleThatWakesDoesNotEndTheEntryOfAnother() {
        var id = bench.runs.queue(plan("archive"), "ana", null, null, null, null);
        var mine = bench.runs.claim(id).orElseThrow();
        TestServer.execute(bench.storeAddress, "update caretaker_store.maintenance_log set node = 'other|1|1|x' where id = " + id);
        bench.runs.close(mine, "failed", "too late", Map.of(), new Journal.Sum(99L, 1, 0L));
        assertEquals("running", bench.runs.byId(id).status(), "another console has it");
        TestServer.execute(bench.storeAddress, "update caretaker_store.maintenance_log set status = 'interrupted', node = '" + mine.node() + "' where id = " + id);
        bench.runs.resume(id, "bob");
        bench.runs.claim(id).orElseThrow();
        bench.runs.close(mine, "interrupted", "too late", Map.of(), new Journal.Sum(99L, 1, 0L));
        assertEquals("running", bench.runs.byId(id).status(), "it was resumed since");
    }

    @Test
    @Catalogue({"B4", "J4"})
    void aConsoleWhoseRunWasAdoptedBeginsNoSessionAgain() {
        var plan = plan("archive");
        var id = bench.runs.queue(plan, "ana", null, null, null, null);
        // Another console takes the run, ends its session and has not yet written down how it ended: the old one must not begin again.
        at("post-commit", 2, () -> {
            TestServer.execute(bench.storeAddress, "update caretaker_store.maintenance_log set node = 'other|1|1|x' where id = " + id);
            new Ledger(bench.targets.of(bench.database.id()), bench.runs.byId(id).runKey()).bury("interrupted");
        });
        var run = bench.runner.execute(id);
        assertEquals("running", run.status(), "its new owner says how it ends");
        assertEquals(2 * 99, bench.count("public.events_archive"));
        assertEquals("ended", bench.value("select state from caretaker.run"));
    }

    @Test
    @Catalogue("B4")
    void aRaisedEpochEndsTheRunBeforeItsNextBatch() {
        var plan = plan("archive");
        at("post-commit", 2, () -> bench.with("update caretaker.run set epoch = epoch + 1 where state = 'running'"));
        var run = bench.run(plan);
        assertEquals("running", run.status(), "its new owner says how it ends");
        assertEquals(2 * 99, bench.count("public.events_archive"), "a batch stops before the last key of its window");
    }

    @Test
    @Catalogue({"B5", "B9"})
    void twoThatStartTheSameRunDoItOnce() {
        var id = bench.runs.queue(plan("archive"), "ana", null, null, null, null);
        var both = List.of(CompletableFuture.runAsync(() -> bench.runner.execute(id)), CompletableFuture.runAsync(() -> bench.runner.execute(id)));
        both.forEach(CompletableFuture::join);
        whole("archive", bench.runs.byId(id));
    }

    @Test
    @Catalogue("B6")
    void aPartitionAndItsTableAreNotWorkedOnAtOnce() {
        bench.with("""
            create table public.parts (at timestamptz) partition by range (at);
            create table public.parts_old partition of public.parts for values from ('2020-01-01') to ('2026-06-01');
            insert into public.parts select timestamptz '2026-01-01' + n * interval '1 hour' from generate_series(1, 500) as n""");
        var leaf = bench.policies.save(new PolicyDraft("leaf", "managed", "public.parts_old", "at", "30 days", List.of(), "delete", null, false, null, null,
            BigDecimal.valueOf(100), null, null, null, null), "ana");
        var other = bench.preview(leaf, 100);
        var plan = bench.preview(bench.policy("public.parts", "at", "30 days", "delete"), 100);
        var seen = new Run[1];
        at("post-commit", 1, () -> {
            Faults.probe(null);
            seen[0] = bench.run(other);
        });
        var run = bench.run(plan);
        assertEquals("refused", seen[0].status());
        assertTrue(seen[0].reason().contains("Another run"), seen[0].reason());
        assertEquals("done", run.status(), run.reason());
    }

    @Test
    @Catalogue("B7")
    void aDatabaseThatWentBackInTimeIsNotContinued() {
        bench.oneSession();
        for (var action : List.of("archive", "export", "delete")) {
            var plan = plan(action);
            var id = bench.runs.queue(plan, "ana", null, null, null, null);
            stopped(id, 1);
            var old = bench.address.database() + "_old";
            bench.targets.forget(bench.database.id());
            TestServer.execute(TestServer.in("postgres"), "create database \"" + old + "\" template \"" + bench.address.database() + "\"");
            bench.runs.resume(id, "ana");
            stopped(id, 2);
            // The standby that takes over has not received the last two batches.
            bench.targets.forget(bench.database.id());
            TestServer.execute(TestServer.in("postgres"), "drop database \"" + bench.address.database() + "\" with (force)");
            TestServer.execute(TestServer.in("postgres"), "alter database \"" + old + "\" rename to \"" + bench.address.database() + "\"");
            bench.runs.resume(id, "ana");
            var run = bench.runner.execute(id);
            assertEquals("failed", run.status(), action);
            assertTrue(run.reason().contains("holds 99 rows of this run, but 297 were committed before"), run.reason());
            assertEquals(1_000, bench.count("public.events") + kept(action, run), "every row is there, once");
            assertEquals("done", bench.run(bench.preview(bench.policies.byName("rule"), 100)).status());
            assertEquals(360, bench.count("public.events"));
            assertEquals(640, kept(action, run));
        }
    }

    private void stopped(long id, int batches) {
        at("audit", batches, () -> bench.runs.stop(id, "bob"));
        assertEquals("stopped", bench.runner.execute(id).status());
        Faults.probe(null);
    }

    @Test
    @Catalogue("B8")
    void aServerThatIsNotDurableIsRefusedInProduction() {
        var plan = plan("archive");
        try {
            TestServer.execute(TestServer.in("postgres"), "alter system set full_page_writes = off");
            TestServer.execute(TestServer.in("postgres"), "select pg_reload_conf()");
            Await.that("the server has read it", () -> bench.value("show full_page_writes").equals("off"));
            assertTrue(bench.preview(bench.policies.byName("rule")).content().warnings().stream().anyMatch(w -> w.text().contains("full_page_writes")));
            bench.databases.save("managed", bench.address, "production", "UTC", true, "test");
            assertTrue(bench.preview(bench.policies.byName("rule")).refusal().contains("full_page_writes off"));
        } finally {
            TestServer.execute(TestServer.in("postgres"), "alter system reset full_page_writes");
            TestServer.execute(TestServer.in("postgres"), "select pg_reload_conf()");
            Await.that("the server has read it", () -> bench.value("show full_page_writes").equals("on"));
        }
        assertFalse(plan.content().warnings().stream().anyMatch(w -> w.text().contains("full_page_writes")));
    }

    @Test
    @Catalogue({"B12", "F10"})
    void aFailedRunLeavesNoSessionAndNoSettingBehind() {
        var plan = plan("archive");
        at("delete", 2, () -> {
            throw new IllegalStateException("fault");
        });
        bench.run(plan);
        assertEquals(0, bench.count("pg_stat_activity where application_name like 'caretaker run%' and datname = current_database()"));
        var target = bench.targets.of(bench.database.id());
        assertEquals("1s", target.working(c -> {
            try (var statement = c.createStatement(); var row = statement.executeQuery("show lock_timeout")) {
                row.next();
                return row.getString(1);
            }
        }));
    }

    @Test
    @Catalogue({"B14", "J4"})
    void aStopTakesEffectBetweenTwoBatchesWithExactNumbers() {
        var plan = plan("archive");
        var id = bench.runs.queue(plan, "ana", null, null, null, null);
        at("audit", 3, () -> bench.runs.stop(id, "bob"));
        var run = bench.runner.execute(id);
        assertEquals("stopped", run.status());
        assertTrue(run.reason().contains("bob"), run.reason());
        assertEquals(3 * 99, run.doneRows());
        assertEquals(3 * 99, bench.count("public.events_archive"));
        bench.runs.resume(id, "ana");
        whole("archive", bench.runner.execute(id));
    }

    @Test
    @Catalogue("B15")
    void aPlanOfAnOlderFormIsNotRun() {
        var plan = plan("archive");
        TestServer.execute(bench.storeAddress, "update caretaker_store.plan set content = content #- '{move,leaves}' where id = " + plan.id());
        var run = bench.run(plan);
        assertEquals("refused", run.status());
        assertTrue(run.reason().contains("older version"), run.reason());
    }

    @Test
    @Catalogue("B2")
    void severalWorkersSurviveTheLossOfTheirSessions() {
        bench.with("insert into public.events select n, timestamptz '2026-01-01' + n * interval '1 second', 'y' from generate_series(2001, 12000) as n; analyze public.events");
        var draft = new PolicyDraft("rule", "managed", "public.events", "at", "30 days", List.of(), "archive", null, false, null, null,
            BigDecimal.valueOf(100), null, null, null, null, new Handling(null, "full", 2, null, null));
        var plan = bench.preview(bench.policies.save(draft, "ana"), 50);
        at("post-commit", 5, () -> bench.with("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'caretaker run%' and datname = current_database()"));
        var run = bench.run(plan);
        assertEquals("done", run.status(), run.reason());
        assertEquals(10_000, bench.count("public.events_archive"));
        assertEquals(10_000, run.doneRows());
        assertEquals("10000", bench.value("select sum(rows) from caretaker.batch"));
    }

    /** 640 of 1,000 rows are due. */
    private Plan plan(String action) {
        bench.with("""
            drop table if exists public.events_archive;
            truncate public.events;
            truncate caretaker.batch;
            insert into public.events select n, timestamptz '2026-06-15 12:00+00' - n * interval '2 hours', 'x' || n from generate_series(1, 1000) as n""");
        return bench.preview(bench.policy("public.events", "at", "30 days", action), 100);
    }

    private long kept(String action, Run run) {
        return switch (action) {
            case "archive" -> bench.value("select to_regclass('public.events_archive')::text") == null ? 0 : bench.count("public.events_archive");
            case "export" -> Long.parseLong(bench.value("select coalesce(sum(rows), 0) from caretaker.batch where file is not null"));
            default -> Long.parseLong(bench.value("select coalesce(sum(rows), 0) from caretaker.batch"));
        };
    }

    private void whole(String action, Run run) {
        assertEquals(640, kept(action, run));
        assertEquals(360, bench.count("public.events"));
        assertEquals(640, run.doneRows());
        assertEquals("640", bench.value("select sum(rows) from caretaker.batch"));
        if (action.equals("export")) {
            var named = List.of(bench.value("select string_agg(file, ' ' order by file) from caretaker.batch").split(" "));
            var there = bench.exports.files().stream().map(ExportFolder.Found::relative).filter(f -> f.contains("/" + run.folder() + "/") && !f.endsWith(".json")).sorted()
                .collect(Collectors.toList());
            assertEquals(named, there, "no file but those the ledger names");
        }
    }

    private static void at(String point, int nth, Runnable what) {
        var left = new AtomicInteger(nth);
        Faults.probe(p -> {
            if (p.equals(point) && left.decrementAndGet() == 0) {
                what.run();
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
