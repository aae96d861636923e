package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
import caretaker.Workbench;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestoresPageTest {
    private TestConsole console;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench().withLedger().with("""
            create table public.events (id bigint generated always as identity primary key, at timestamptz);
            insert into public.events (at) select timestamptz '2026-06-15 12:00+00' - n * interval '1 day' from generate_series(1, 400) as n;
            create index on public.events (at)""");
        console = new TestConsole(bench);
        console.as = Role.OPERATOR;
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void whatARunHasMovedComesBackThroughItsPage() {
        for (var action : List.of("archive", "export")) {
            var run = bench.run(bench.preview(bench.policy("public.events", "at", "100 days", action)));
            var page = console.get("/runs/" + run.id()).body();
            assertTrue(page.contains("/restores?run=" + run.id()) && page.contains("Bring rows back"), page);
            var form = TestConsole.text(console.get("/restores?run=" + run.id()));
            assertTrue(form.contains("took") && form.contains("300\u00a0rows") && form.contains(action.equals("archive") ? "events_archive" : "in its files"), form);
            var answer = console.post("/restores", "run", String.valueOf(run.id()));
            assertEquals(303, answer.statusCode(), answer.body());
            var plan = answer.headers().firstValue("Location").orElseThrow();
            var text = TestConsole.text(console.get(plan));
            assertTrue(text.contains("Bring back 300 rows") && text.contains("back into public.events"), text);
            var started = console.post("/runs", "plan", plan.substring(plan.lastIndexOf('/') + 1));
            assertEquals(303, started.statusCode(), started.body());
            var id = Long.parseLong(started.headers().firstValue("Location").orElseThrow().replaceAll("\\D", ""));
            bench.runner.execute(id); // unless the console was quicker
            Await.that("the rows are back", () -> bench.runs.byId(id).endedAt() != null);
            var back = bench.runs.byId(id);
            assertEquals("done", back.status(), back.reason());
            assertTrue(TestConsole.text(console.get("/runs/" + back.id())).contains("300\u00a0rows brought back"));
            assertFalse(console.get("/runs/" + back.id()).body().contains("/restores?run="), "what was brought back is not kept here");
            assertEquals(400, bench.count("public.events"));
        }
    }

    @Test
    void aWrongConditionIsSaidAndKept() {
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "100 days", "archive")));
        var answer = console.post("/restores", "run", String.valueOf(run.id()), "where_column", "id", "where_op", "=", "where_value", "many");
        assertEquals(422, answer.statusCode());
        var text = TestConsole.text(answer);
        assertTrue(text.contains("invalid input syntax for type bigint") && answer.body().contains("value=\"many\""), text);
        assertEquals(404, console.get("/restores?run=nothing").statusCode());
        assertEquals(300, bench.count("public.events_archive"));
    }
}
