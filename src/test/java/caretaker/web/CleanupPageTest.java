package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Workbench;
import caretaker.db.Json;
import caretaker.plan.PolicyDraft;
import caretaker.schedule.RoutineDraft;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CleanupPageTest {
    private TestConsole console;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench().withLedger().with("""
            create table public.events (id bigint primary key, at timestamptz);
            insert into public.events select n, timestamptz '2026-06-15 12:00+00' - n * interval '1 hour' from generate_series(1, 2400) as n;
            analyze public.events;
            create table public.gone (at timestamptz)""");
        console = new TestConsole(bench);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private void policy(String name, String table, String keep) {
        bench.policies.save(new PolicyDraft(name, "managed", table, "at", keep, List.of(), "delete", null, false, null, null, null, null, null, null, null), "ana");
    }

    private Map<String, String> states() {
        var states = new HashMap<String, String>();
        for (var group : Json.read(console.json("/cleanup").body(), JsonNode.class).path("groups")) {
            group.path("lines").forEach(l -> states.put(l.path("policy").path("name").asText(), l.path("state").asText()));
        }
        return states;
    }

    @Test
    void eachPolicyHasItsVerdict() {
        policy("late", "public.events", "30 days");
        policy("monthly", "public.events", "80 days");
        policy("young", "public.events", "99 days");
        policy("all-fresh", "public.events", "400 days");
        policy("for-good", "public.events", "forever");
        policy("unreadable", "public.gone", "30 days");
        assertEquals("uncounted", states().get("late"));
        bench.with("drop table public.gone");
        bench.routines.save(new RoutineDraft("r", "managed", "0 2 1 * *", "UTC", List.of("monthly"), null, null, null, true, null), "ana");
        console.as = Role.OPERATOR;
        assertEquals(303, console.post("/cleanup/counts").statusCode());

        assertEquals(Map.of("late", "overdue", "monthly", "on_time", "young", "on_time", "all-fresh", "nothing", "for-good", "kept", "unreadable", "unknown"), states());
        var text = TestConsole.text(console.get("/cleanup"));
        assertTrue(text.startsWith("Cleanup 1\u00a0policy is overdue , 1 could not be counted."), text);
        assertTrue(text.contains("70\u00a0d overdue") && text.contains("The table public.gone does not exist."), text);
        assertTrue(text.contains("kept for good") && text.contains("nothing to do") && text.contains("Wed 1 Jul 02:00"), text);
        assertTrue(console.get("/cleanup").body().contains("Preview 1,680\u00a0rows…"), "the number is on the button");
        bench.now = bench.now.plusSeconds(1);
        policy("late", "public.events", "31 days");
        assertEquals("uncounted", states().get("late"), "a count of another rule is no count");
    }

    @Test
    void theFilterHidesTheRestAndSaysSo() {
        policy("late", "public.events", "30 days");
        policy("for-good", "public.events", "forever");
        bench.cleanup.measureAll(bench.database.id());
        var overdue = console.get("/cleanup?state=overdue").body();
        assertTrue(overdue.contains("30 days, then delete") && !overdue.contains("kept for good"), overdue);
        assertTrue(TestConsole.text(console.get("/cleanup?state=on_time")).contains("2\u00a0policies are hidden by the filter."));
    }

    @Test
    void theFileHasALineForEachPolicy() {
        policy("late", "public.events", "30 days");
        bench.cleanup.measureAll(bench.database.id());
        var file = console.get("/cleanup.csv");
        assertEquals("text/csv; charset=utf-8", file.headers().firstValue("Content-Type").orElse("").toLowerCase());
        var lines = file.body().split("\r\n");
        assertEquals(2, lines.length);
        assertTrue(lines[1].startsWith("managed,staging,public.events,late,\"30 days, then delete\",2400,1680,true,"), lines[1]);
    }

    @Test
    void countingIsForOperatorsAndAFailedPreviewIsSaidHere() {
        policy("for-good", "public.events", "forever");
        console.as = Role.VIEWER;
        assertEquals(403, console.post("/cleanup/counts").statusCode());
        assertFalse(console.get("/cleanup").body().contains("Count again"));
        console.as = Role.OPERATOR;
        var answer = console.post("/plans", "policy", "for-good");
        assertEquals(422, answer.statusCode());
        assertTrue(TestConsole.text(answer).contains("keeps its rows for good; there is nothing to preview"), answer.body());
    }

    @Test
    void withoutPoliciesItSaysWhatToDo() {
        assertTrue(TestConsole.text(console.get("/cleanup")).contains("No policy yet."));
        assertTrue(TestConsole.text(console.get("/policies")).contains("No policy yet."));
    }
}
