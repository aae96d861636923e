package caretaker.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.run.Catalogue;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledConsoleTest {
    private static final int ROWS = 40_000;

    @Test
    @Catalogue({"B3", "B18", "J5"})
    void aRunWhoseConsoleIsKilledIsInterruptedExactlyAndResumesWithoutLossOrCopy(@TempDir Path home) {
        var storeAddress = TestServer.storeDatabase();
        try (var bench = new Workbench(storeAddress).withLedger()) {
            bench.now = Instant.now();
            bench.with("""
                create table public.events (id integer primary key, at timestamptz not null, body text);
                insert into public.events select n, timestamptz '2024-01-01 00:00+00' + n * interval '1 minute', repeat('x', 100) from generate_series(1, %d) as n;
                create index on public.events (at)""".formatted(ROWS));
            var oracle = bench.value("select md5(string_agg(row(id, at, body)::text, ',' order by id)) from public.events");
            var plan = bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 20);
            var run = bench.runs.queue(plan, "ana", null, null, null, null);
            bench.runs.speed(run, "full"); // this test counts batches all the time: another session at work

            // A queued run whose job was lost is found by the console that starts, once it has waited longer than a job takes.
            TestServer.execute(storeAddress, "update caretaker_store.maintenance_log set created_at = now() - interval '1 minute' where id = " + run);
            try (var console = Child.start(Child.store(storeAddress, home), "serve")) {
                console.until("some batches are committed", () -> bench.count("caretaker.batch") > 20);
                console.kill();
            }
            var atDeath = bench.count("public.events_archive");
            assertTrue(atDeath > 0 && atDeath < ROWS, "killed in the middle, at " + atDeath);
            assertEquals("running", bench.runs.byId(run).status());

            try (var console = Child.start(Child.store(storeAddress, home), "serve")) {
                console.until("the next start marks it", () -> bench.runs.byId(run).status().equals("interrupted"));
                var interrupted = bench.runs.byId(run);
                assertNull(interrupted.completedAt());
                assertEquals(bench.count("public.events_archive"), interrupted.doneRows());
                assertEquals(ROWS, bench.count("public.events") + bench.count("public.events_archive"));
            }

            bench.runs.resume(run, "ana");
            var ended = bench.runner.execute(run);
            assertEquals("done", ended.status(), ended.reason());
            assertEquals(ROWS, ended.doneRows());
            assertEquals(0, bench.count("public.events"));
            assertEquals(oracle, bench.value("select md5(string_agg(row(id, at, body)::text, ',' order by id)) from public.events_archive"));
            assertEquals(String.valueOf(ROWS), bench.value("select sum(rows) from caretaker.batch"));
        }
    }
}
