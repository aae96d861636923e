package caretaker.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.UserError;
import caretaker.Workbench;
import caretaker.plan.Cleanup;
import caretaker.plan.PolicyDraft;
import caretaker.run.Node;
import caretaker.run.Run;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutineWorkTest {
    private Workbench bench;
    private Routines routines;
    private Fires fires;
    private RoutineWork work;
    private boolean stopAfterNext;

    @BeforeEach
    void open() {
        bench = new Workbench().withLedger().with("""
            create table public.events (id bigint generated always as identity primary key, at timestamptz not null);
            insert into public.events (at) select timestamptz '2026-06-15 12:00+00' - n * interval '1 day' from generate_series(1, 100) as n;
            create index on public.events (at);
            analyze public.events""");
        routines = new Routines(bench.store, bench.databases, bench.clock);
        fires = new Fires(bench.store, bench.clock, Node.here().name());
        var cleanup = new Cleanup(bench.store, bench.databases, bench.targets, bench.policies, bench.holds, bench.clock);
        work = new RoutineWork(bench.store, new RoutineWork.Means(bench.databases, bench.policies, bench.planner, bench.runs, this::execute, cleanup), bench.clock);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** Each run takes ten minutes. */
    private Run execute(long id) {
        var run = bench.runner.execute(id);
        bench.now = bench.now.plus(Duration.ofMinutes(10));
        if (stopAfterNext) {
            bench.databases.stop(bench.database.id(), "otto", "the disk is full");
        }
        return run;
    }

    @Test
    void aPolicyNobodyHasRunIsRefused() {
        policy("old", "90 days");
        var entry = run("old");
        assertEquals("refused", entry.status());
        assertTrue(entry.reason().contains("has not been run by a person yet"), entry.reason());
        assertEquals(100, bench.count("public.events"));
    }

    @Test
    void aProvedPolicyIsRunAndTheStatisticsAreCounted() {
        policy("old", "90 days");
        bench.run(bench.preview(bench.policies.byName("old")));
        bench.now = bench.now.plus(Duration.ofDays(10));

        var entry = run("old", "cleanup_statistics");

        assertEquals("done", entry.status(), entry.reason());
        assertNull(entry.reason());
        assertEquals(10, entry.doneRows());
        assertEquals("2 tasks, 10 rows", entry.details().get("summary").asText());
        var tasks = bench.runs.children(entry.id());
        assertEquals(List.of("delete", "cleanup_statistics"), tasks.stream().map(Run::maintenanceType).toList());
        assertEquals("ana", tasks.get(0).person());
        assertEquals(1, tasks.get(1).details().get("cleanup").get(0).get("dueRows").asInt()); // ten minutes later one more row is due
    }

    @Test
    void aChangedPolicyWantsAPersonAgain() {
        policy("old", "90 days");
        bench.run(bench.preview(bench.policies.byName("old")));
        policy("old", "30 days");
        var entry = run("old", "cleanup_statistics");
        assertEquals("done_with_remainder", entry.status());
        assertTrue(entry.reason().startsWith("1 of 2 tasks; old: Version 2"), entry.reason());
        assertEquals(90, bench.count("public.events"));
    }

    @Test
    void aSpentBudgetSkipsTheRest() {
        policy("old", "90 days");
        policy("older", "50 days");
        bench.run(bench.preview(bench.policies.byName("old")));
        bench.run(bench.preview(bench.policies.byName("older")));
        var entry = work(routines.save(new RoutineDraft("night", "managed", "0 2 * * *", null, List.of("old", "older"), null, 10, null, true, null), "ana"));
        assertEquals("done_with_remainder", entry.status());
        assertEquals(List.of("done", "skipped"), bench.runs.children(entry.id()).stream().map(Run::status).toList());
    }

    @Test
    void theBigStopSkipsWhatIsLeftAndWhatFallsDue() {
        policy("old", "90 days");
        policy("older", "50 days");
        bench.run(bench.preview(bench.policies.byName("old")));
        bench.run(bench.preview(bench.policies.byName("older")));
        bench.now = bench.now.plus(Duration.ofDays(1));
        var night = routines.save(new RoutineDraft("night", "managed", "* * * * *", null, List.of("old", "older"), null, null, null, true, null), "ana");
        var entry = fires.begin(night, "ana", null);
        stopAfterNext = true;
        work.run(night, entry);
        assertEquals("done_with_remainder", bench.runs.byId(entry).status());
        assertEquals(List.of("done", "skipped"), bench.runs.children(entry).stream().map(Run::status).toList());
        var sentence = "All work in managed was stopped by otto: the disk is full";
        assertEquals(sentence, bench.runs.children(entry).get(1).reason());
        assertEquals(sentence, assertThrows(UserError.class, () -> fires.begin(night, "ana", null)).getMessage());

        bench.now = bench.now.plus(Duration.ofMinutes(2));
        var due = fires.next(night);
        assertTrue(fires.take(night, due).isEmpty());
        var skipped = bench.store.list("own/log_newest", Run.class, Map.of("database", "managed", "count", 1)).get(0);
        assertEquals("skipped", skipped.status());
        assertEquals(sentence, skipped.reason());
        assertEquals(due, skipped.dueAt());
        bench.databases.goOn(bench.database.id());
        bench.now = bench.now.plus(Duration.ofMinutes(1));
        assertTrue(fires.take(night, fires.next(night)).isPresent());
    }

    @Test
    void aPolicyThatKeepsItsRowsIsSkippedByDesign() {
        policy("always", "forever");
        assertEquals("done", run("always").status());
    }

    @Test
    void aTableThatIsGoneFailsNothingElse() {
        policy("old", "90 days");
        bench.run(bench.preview(bench.policies.byName("old")));
        bench.with("drop table public.events");
        var entry = run("old", "cleanup_statistics");
        assertEquals(List.of("refused", "done_with_remainder"), bench.runs.children(entry.id()).stream().map(Run::status).toList());
        assertEquals("done_with_remainder", entry.status());
    }

    private void policy(String name, String keep) {
        bench.policies.save(new PolicyDraft(name, "managed", "public.events", "at", keep, List.of(), "delete", null, false, null, null,
            BigDecimal.valueOf(100), null, null, null, null), "ana");
    }

    private Run run(String... tasks) {
        return work(routines.save(new RoutineDraft("night", "managed", "0 2 * * *", null, List.of(tasks), null, null, null, true, null), "ana"));
    }

    private Run work(Routine routine) {
        var entry = fires.begin(routine, "ana", null);
        work.run(routine, entry);
        return bench.runs.byId(entry);
    }
}
