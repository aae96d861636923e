package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.UserError;
import caretaker.Workbench;
import caretaker.plan.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must still hold when a run goes on later: the rules of its plan, the truth of its entry, and the allowance for what follows. */
class ResumeTest {
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench().withLedger().with("""
            create table public.events (id integer primary key, at timestamptz not null, level text);
            insert into public.events select n, timestamptz '2026-06-15 12:00+00' - n * interval '1 hour', 'INFO' from generate_series(1, 2000) as n;
            create index on public.events (at);
            analyze public.events""");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** A run that was stopped in the middle, as a person does it. */
    private long stopped(String action) {
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", action), 50);
        var id = bench.runs.queue(plan, "ana", null, null, null, null);
        var worker = new Thread(() -> bench.runner.execute(id));
        worker.start();
        Await.that("some batches", () -> bench.count("caretaker.batch") > 2, () -> bench.runs.byId(id).toString());
        bench.runs.stop(id, "ana");
        try {
            worker.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertEquals("stopped", bench.runs.byId(id).status());
        return id;
    }

    @Test
    void whatNeverBeganKeepsToThePolicyOfNow() {
        var plan = bench.preview(bench.policy("public.events", "at", "1 day", "delete"));
        var id = bench.runs.queue(plan, "otto", null, null, null, null);
        bench.runs.stop(id, "otto");
        bench.policy("public.events", "at", "60 days", "delete");
        bench.runs.resume(id, "otto");
        assertEquals("refused", bench.runner.execute(id).status());
        assertEquals(2_000, bench.count("public.events"));
    }

    @Test
    void aResumeThatFailsAtOnceKeepsTheRowsOfTheEntry() {
        var id = stopped("delete");
        var rows = bench.runs.byId(id).doneRows();
        bench.with("alter table public.events add column extra text");
        bench.runs.resume(id, "ana");
        var failed = bench.runner.execute(id);
        assertEquals("failed", failed.status());
        assertEquals(rows, failed.doneRows());
        bench.runs.resume(id, "ana");
        assertEquals("failed", bench.runner.execute(id).status(), "and it can be tried again");
    }

    /** What each session did stays, and none says what another one did. */
    @Test
    void theStepsOfEachSessionAreKept() {
        var id = stopped("delete");
        var first = bench.runs.byId(id).doneRows();
        bench.runs.resume(id, "ana");
        var run = bench.runner.execute(id);
        assertEquals("done", run.status(), run.reason());
        assertEquals(List.of("stopped " + first, "done " + (run.doneRows() - first), "done 0"),
            bench.runs.steps(id).stream().map(s -> s.status() + " " + s.rows()).toList());
        assertEquals("Count the rows that still match", bench.runs.steps(id).get(2).title());
    }

    @Test
    void aStepThatABrokenSessionLeftIsNotTakenForDone() {
        var id = stopped("delete");
        bench.store.update("own/step_save", new HashMap<>(Map.of("log_id", id, "no", 2, "title", "Vacuum", "statement", "vacuum", "status", "running", "rows", 7, "message", "")));
        bench.runs.resume(id, "ana");
        assertEquals("done", bench.runner.execute(id).status());
        assertEquals("failed", bench.runs.steps(id).get(1).status());
        assertEquals(List.of("stopped", "failed", "done", "done"), bench.runs.steps(id).stream().map(Runs.StepRow::status).toList());
    }

    @Test
    void rowsThatFollowAreAllowedOnceNotOncePerSession() {
        bench.with("""
            create table public.child (event_id integer references public.events on delete cascade);
            create index on public.child (event_id);
            insert into public.child select n from generate_series(1901, 2000) as n""");
        var id = stopped("delete");
        assertTrue(bench.count("public.child") < 100, "the oldest went first, and their children with them");
        bench.with("insert into public.child select id from public.events where at < timestamptz '2026-05-10' limit 150");
        bench.runs.resume(id, "ana");
        var ended = bench.runner.execute(id);
        assertEquals("failed", ended.status());
        assertTrue(ended.reason().contains("public.child"), ended.reason());
    }

    @Test
    void anArchiveThatSomebodyElseSlippedInIsNotUsed() {
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "archive"));
        bench.with("create table public.events_archive (id integer, at timestamptz, level text, archived_at timestamptz)");
        assertEquals("refused", bench.run(plan).status());
        assertEquals(2_000, bench.count("public.events"));
    }

    @Test
    void anEntryThatIsNoRunCannotBeResumed() {
        var id = bench.runs.record(Runs.entry(bench.database, "routine", "nightly", "routine:nightly", "2 of 3 tasks"), "done_with_remainder");
        assertThrows(UserError.class, () -> bench.runs.resume(id, "otto"));
        assertEquals("done_with_remainder", bench.runs.byId(id).status());
    }

    @Test
    void aTriggerDoesNotChangeWhatAConditionMeans() {
        bench.with("create extension citext; create domain public.word as citext; alter table public.events alter level type public.word;"
            + " update public.events set level = 'info' where mod(id, 2) = 0;"
            + " create function public.noop() returns trigger language plpgsql as 'begin return null; end'; "
            + " create trigger noop after update on public.events for each row execute function public.noop(); alter role current_user in database \""
            + bench.address.database() + "\" set search_path to public");
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete", new Condition("level", "=", List.of("INFO"))));
        assertEquals(1_280, plan.rows(), "citext does not tell INFO from info, in the preview as in the run");
        var run = bench.run(plan);
        assertEquals("done", run.status(), run.reason());
        assertEquals(1_280, run.doneRows());
        assertEquals("0", TestServer.value(bench.address, "select count(*) from public.events where at < '2026-05-16 12:00+00'"));
    }
}
