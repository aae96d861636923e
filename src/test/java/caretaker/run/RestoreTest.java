package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Workbench;
import caretaker.plan.Condition;
import caretaker.plan.Ground;
import caretaker.plan.Plan;
import caretaker.plan.Restores;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was moved comes back: from the archive and from files, whole or in part, never twice, never changed. */
class RestoreTest {
    private static final String ALL = "select md5(string_agg(row(id, at, body, twice, note)::text, ',' order by id)) from ";
    private final Workbench bench = new Workbench().withLedger().with("""
        create table public.events (id bigint generated always as identity primary key, at timestamptz not null, body text,
          twice bigint generated always as (id * 2) stored, note jsonb);
        insert into public.events (at, body, note) select timestamptz '2026-06-15 12:00+00' - n * interval '2 hours', nullif('x' || n, 'x7'), '{"a":"\\\\u00e9,\\"\\n"}'
        from generate_series(1, 1000) as n;
        create index on public.events (at);
        analyze public.events""");

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void theLedgersNewestVersionIsThatOfItsFiles() {
        assertEquals(bench.sql.names("target").size(), Ground.NEWEST_LEDGER);
    }

    @Test
    void aRunComesBackFromItsArchiveJustAsItWas() {
        comesBack("archive");
        assertEquals(0, bench.count("public.events_archive"));
    }

    @Test
    void aRunComesBackFromItsFilesJustAsItWasAndOnlyOnce() {
        var run = comesBack("export");
        assertEquals(0, bench.count("caretaker.batch where file is not null and restored_by is null"));
        assertTrue(restore(run, false).refusal().contains("No file of this table holds rows"));
    }

    @Test
    void rowsThatMatchAConditionComeBackAlone() {
        for (var action : List.of("archive", "export")) {
            var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", action), 100));
            var plan = bench.restores.preview(Restores.Source.of(bench.plans.byId(run.planId()), run.runKey()), List.of(new Condition("id", ">", List.of("990"))), false, "ana");
            assertNull(plan.refusal());
            var back = bench.run(plan);
            assertEquals("done", back.status(), back.reason());
            assertEquals(10, bench.count("public.events where id > 990"));
            assertEquals(10, back.doneRows());
            bench.with("drop table if exists public.events_archive");
            bench.with("insert into public.events (id, at) overriding system value select n, timestamptz '2026-06-15 12:00+00' - n * interval '2 hours' from generate_series(361, 990) as n");
        }
    }

    @Test
    void rowsWhoseKeyIsInUseAgainAreCountedAndCanBeLeft() {
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100));
        bench.with("insert into public.events (id, at, body) overriding system value values (1000, now(), 'new')");
        assertTrue(restore(run, false).refusal().contains("1 row cannot come back"), restore(run, false).refusal());
        var back = bench.run(restore(run, true));
        assertEquals("done", back.status(), back.reason());
        assertEquals("new", bench.value("select body from public.events where id = 1000"));
        assertEquals(1, bench.count("public.events_archive"));
        assertEquals(1_000, bench.count("public.events"));
    }

    @Test
    void whatATriggerWouldChangeIsRolledBack() {
        for (var action : List.of("archive", "export")) {
            var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", action), 100));
            bench.with("""
                create or replace function public.stamp() returns trigger language plpgsql as $$ begin new.body = 'changed'; return new; end $$;
                create trigger stamp before insert on public.events for each row execute function public.stamp()""");
            var plan = restore(run, false);
            assertTrue(plan.content().warnings().get(0).text().contains("trigger stamp"));
            var back = bench.run(plan);
            assertEquals("refused", back.status());
            assertTrue(back.reason().contains("come back changed"), back.reason());
            assertEquals(0, bench.count("public.events where body = 'changed'"));
            bench.with("drop trigger stamp on public.events");
            assertEquals("done", bench.run(restore(run, false)).status());
        }
    }

    @Test
    @Catalogue("C9")
    void aDamagedOrMissingFileBringsNothingBack() throws Exception {
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "export"), 1_000));
        var left = bench.count("public.events");
        var file = bench.exports.resolve(bench.value("select file from caretaker.batch order by no"));
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        var back = bench.run(restore(run, false));
        assertEquals("refused", back.status(), back.reason());
        assertEquals(left, bench.count("public.events"));
        Files.delete(file);
        assertEquals("refused", bench.run(restore(run, false)).status());
        assertEquals(left, bench.count("public.events"));
    }

    private Run comesBack(String action) {
        var oracle = bench.value(ALL + "public.events");
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", action), 100));
        assertEquals("done", run.status(), run.reason());
        var plan = restore(run, false);
        assertNull(plan.refusal());
        assertEquals(run.doneRows(), plan.rows());
        var back = bench.run(plan);
        assertEquals("done", back.status(), back.reason());
        assertEquals(run.doneRows(), back.doneRows());
        assertEquals(oracle, bench.value(ALL + "public.events"));
        return run;
    }

    private Plan restore(Run run, boolean leave) {
        return bench.restores.preview(Restores.Source.of(bench.plans.byId(run.planId()), run.runKey()), List.of(), leave, "ana");
    }
}
