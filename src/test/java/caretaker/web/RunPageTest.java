package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
import caretaker.Workbench;
import caretaker.plan.Condition;
import caretaker.plan.Handling;
import caretaker.plan.Overrides;
import caretaker.plan.Policy;
import caretaker.plan.PolicyDraft;
import caretaker.run.Catalogue;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunPageTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&";
    private TestConsole console;
    private Workbench bench;
    private Policy policy;

    @BeforeEach
    void open() {
        bench = new Workbench().withLedger().with("""
            create table public.events (id bigint generated always as identity primary key, at timestamptz);
            insert into public.events (at) select timestamptz '2026-06-15 12:00+00' - n * interval '1 hour' from generate_series(1, 2000) as n;
            create index on public.events (at)""");
        policy = bench.policy("public.events", "at", "30 days", "delete");
        console = new TestConsole(bench);
    }

    @AfterEach
    void close() {
        console.close();
    }

    /** Waits for a run to end, as its page does. */
    private String ended(String path) {
        var page = new String[1];
        Await.that("the run on " + path + " ends", () -> {
            page[0] = console.get(path).body();
            return !page[0].contains("hx-trigger=\"every 2s\"");
        });
        return page[0];
    }

    private void set(long id, String status, long done) {
        try (var connection = bench.store.connection(); var statement = connection.prepareStatement(
            "update caretaker_store.maintenance_log set status = ?, done_rows = ?, ended_at = started_at, completed_at = null where id = ?")) {
            statement.setString(1, status);
            statement.setLong(2, done);
            statement.setLong(3, id);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String run(long planId) {
        var answer = console.post("/runs", "plan", String.valueOf(planId));
        assertEquals(303, answer.statusCode(), answer.body());
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void aRunIsWatchedUntilItsPageStopsAsking() {
        console.as = Role.OPERATOR;
        var path = run(bench.preview(policy, 100).id());
        var page = ended(path);
        assertTrue(page.contains("1,280\u00a0rows deleted"), page);
        assertTrue(page.contains("caretaker.batch") && page.contains("rows per batch"), page);
        assertEquals(720, bench.count("public.events"));
        assertFalse(page.contains("Stop after this batch") || page.contains(">Resume"));
    }

    @Test
    void aQueuedRunCanBeTakenBackAndResumed() {
        long id = bench.runs.queue(bench.preview(policy), "ana", null, null, null, null);
        assertTrue(console.get("/runs/" + id).body().contains("hx-trigger=\"every 2s\""));
        console.as = Role.VIEWER;
        assertEquals(403, console.post("/runs/" + id + "/cancellation").statusCode());
        assertEquals(403, console.post("/runs/" + id + "/resumption").statusCode());
        console.as = Role.OPERATOR;
        assertEquals(303, console.post("/runs/" + id + "/cancellation").statusCode());
        assertEquals("stopped", bench.runs.byId(id).status());
        var again = console.post("/runs/" + id + "/cancellation");
        assertEquals(409, again.statusCode());
        assertTrue(TestConsole.text(again).contains("The run has ended already."));
        assertEquals(303, console.post("/runs/" + id + "/resumption").statusCode());
        assertTrue(ended("/runs/" + id).contains("1,280\u00a0rows deleted"));
    }

    @Test
    void whatTakesMoreThanThePolicyIsResumedByAnAdminOnly() {
        var plan = bench.planner.preview(policy, new Overrides("1 day", null, null), "ana");
        long id = bench.runs.queue(plan, "ana", null, null, null, null);
        bench.runs.stop(id, "ana");
        console.as = Role.OPERATOR;
        var refused = console.post("/runs/" + id + "/resumption");
        assertEquals(403, refused.statusCode());
        assertEquals("stopped", bench.runs.byId(id).status());
        assertFalse(console.get("/runs/" + id).body().contains("/resumption"));
        console.as = Role.ADMIN;
        assertEquals(303, console.post("/runs/" + id + "/resumption").statusCode());
        ended("/runs/" + id);
        assertEquals("done", bench.runs.byId(id).status());
    }

    @Test
    void anInterruptedRunSaysTheExactRowsAndOffersTheRest() {
        long id = bench.runs.queue(bench.preview(policy), "ana", null, null, null, null);
        set(id, "interrupted", 1_234);
        var page = console.get("/runs/" + id);
        var text = TestConsole.text(page);
        assertTrue(text.contains("Interrupted 1,234") && text.contains("of 1,280 planned"), text);
        assertTrue(page.body().contains("Resume, 46\u00a0rows left"), text);
        bench.now = bench.now.plus(Duration.ofDays(8));
        console.signInAgain();
        assertFalse(console.get("/runs/" + id).body().contains("/resumption"), "after seven days it is over");
    }

    /** The speed whose button is pressed. */
    private String dial(long id) {
        return console.get("/runs/" + id).body().replaceAll("(?s).*value=\"(\\w+)\"\\s+aria-pressed=\"true\".*", "$1");
    }

    @Test
    void theDialTurnsWhileTheRunWaitsOrWorks() {
        long id = bench.runs.queue(bench.preview(policy), "ana", null, null, null, null);
        assertEquals("normal", dial(id));
        console.as = Role.VIEWER;
        assertEquals(403, console.post("/runs/" + id + "/speed", "speed", "gentle").statusCode());
        assertFalse(console.get("/runs/" + id).body().contains("/speed"));
        console.as = Role.OPERATOR;
        assertEquals(303, console.post("/runs/" + id + "/speed", "speed", "gentle").statusCode());
        assertEquals("gentle", bench.runs.byId(id).speed());
        assertEquals("gentle", dial(id));
        var wrong = console.post("/runs/" + id + "/speed", "speed", "warp");
        assertEquals(422, wrong.statusCode());
        assertTrue(TestConsole.text(wrong).contains("The speed is one of gentle, normal, full."));
        bench.runs.stop(id, "ana");
        assertEquals(409, console.post("/runs/" + id + "/speed", "speed", "full").statusCode());
        assertFalse(console.get("/runs/" + id).body().contains("/speed"));
    }

    @Test
    void aRunTellsWhyItWasSlowAndColumnsAppearOnlyWhereTheySaySomething() {
        var plain = ended(run(bench.preview(policy, 400).id()));
        for (var column : List.of(">Worker<", ">Partition<", ">Slowed by<", ">File<")) {
            assertFalse(plain.contains(column), column);
        }
        bench.with("insert into public.events (at) select timestamptz '2026-01-01' + n * interval '1 minute' from generate_series(1, 600) as n");
        var gentle = bench.policies.save(new PolicyDraft("gentle", "managed", "public.events", "at", "30 days", List.of(), "export", null, false, null, null,
            BigDecimal.valueOf(100), null, null, null, null, new Handling("gzip", "gentle", 2, null, null)), "ana");
        var text = ended(run(bench.preview(gentle, 200).id()));
        for (var said : List.of("600\u00a0rows exported", "Why it was not faster", "The dial stands on gentle", ">Slowed by<", ">File<", ".csv.gz<", "in <code>managed/public.events/run-")) {
            assertTrue(text.contains(said), said + " in " + text.replaceAll("(?s).*<main", ""));
        }
    }

    @Test
    void whatFollowsALargeMoveIsAnnouncedAndToldWithItsMessages() {
        bench.with("insert into public.events (at) select timestamptz '2026-01-01' + n * interval '1 minute' from generate_series(1, 12000) as n");
        long id = bench.runs.queue(bench.preview(policy), "ana", null, null, null, null);
        assertTrue(TestConsole.text(console.get("/runs/" + id)).contains("Waiting Vacuum and analyze public.events"), TestConsole.text(console.get("/runs/" + id)));
        bench.runner.execute(id);
        var text = TestConsole.text(console.get("/runs/" + id));
        assertTrue(text.contains("Done Vacuum and analyze public.events"), text);
    }

    @Test
    @Catalogue("G6")
    void hostileNamesAreTextOnEveryPage() {
        var quoted = '"' + HOSTILE.replace("\"", "\"\"") + '"';
        bench.with("create schema " + quoted + "; create table " + quoted + "." + quoted + " (" + quoted + " timestamptz, \"<b>\" text); insert into " + quoted + "." + quoted
            + " select timestamptz '2026-01-01 00:00+00', '<blink>' from generate_series(1, 10)");
        var hostile = bench.policies.save(new PolicyDraft("hostile", "managed", quoted + "." + quoted, HOSTILE, "30 days",
            List.of(new Condition("<b>", "=", List.of("<blink>"))), "archive", null, false, null, null, BigDecimal.valueOf(100), null, "<i>why</i>", "<s>", null), "ana");
        bench.cleanup.measure(hostile);
        var plan = bench.preview(hostile);
        var run = run(plan.id());
        var ended = ended(run);
        assertTrue(ended.contains("10\u00a0rows archived"), ended);
        for (var path : List.of("/cleanup", "/policies", "/policies/" + hostile.id(), "/plans/" + plan.id(), run)) {
            var page = console.get(path);
            assertEquals(200, page.statusCode(), path);
            assertTrue(page.body().contains("&lt;img src=x onerror=alert(1)&gt;"), path + " shows the name");
            for (var markup : List.of("<img", "<b>\"", "<blink>", "<i>why", "<s>")) {
                assertFalse(page.body().contains(markup), path + " has markup from a name: " + markup);
            }
        }
        assertEquals(303, console.post("/plans", "policy", "hostile").statusCode());
    }
}
