package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.db.Json;
import caretaker.plan.Condition;
import caretaker.plan.Handling;
import caretaker.plan.Policy;
import caretaker.plan.PolicyDraft;
import caretaker.run.Catalogue;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanPageTest {
    private TestConsole console;
    private Workbench bench;
    private Policy policy;

    @BeforeEach
    void open() {
        bench = new Workbench().withLedger().with("""
            create table public.events (id bigint generated always as identity primary key, at timestamptz);
            insert into public.events (at) select timestamptz '2026-06-15 12:00+00' - n * interval '1 day' from generate_series(1, 400) as n;
            create index on public.events (at)""");
        policy = bench.policy("public.events", "at", "365 days", "archive");
        console = new TestConsole(bench);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private String preview(String... more) {
        var form = new String[more.length + 2];
        form[0] = "policy";
        form[1] = String.valueOf(policy.id());
        System.arraycopy(more, 0, form, 2, more.length);
        var answer = console.post("/plans", form);
        assertEquals(303, answer.statusCode(), answer.body());
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String id(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private boolean queued(String plan) {
        return bench.runs.ofPlan(Long.parseLong(id(plan))).isPresent();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("none");
    }

    @Test
    void oneClickGivesThePreviewAndChangesNothing() {
        console.as = Role.OPERATOR;
        var text = TestConsole.text(console.get(preview()));
        assertTrue(text.contains("Moves 35 rows of public.events with at before 15 Jun 2025 12:00 UTC into public.events_archive"), text);
        assertTrue(text.contains("at &lt; 2025-06-15 12:00:00 UTC") && text.contains("35 exact") && text.contains("Archive 35 rows"), text);
        assertTrue(text.contains("create table &quot;public&quot;.&quot;events_archive&quot;") && text.contains("delete from only &quot;public&quot;.&quot;events&quot;"), text);
        assertEquals(400, bench.count("public.events"));
        assertEquals("f", bench.value("select to_regclass('public.events_archive') is not null"));
    }

    @Test
    void aViewerLooksButNeitherPreviewsNorRuns() {
        var plan = preview();
        console.as = Role.VIEWER;
        assertEquals(403, console.post("/plans", "policy", "rule").statusCode());
        assertEquals(403, console.post("/runs", "plan", id(plan)).statusCode());
        var page = console.get(plan);
        assertEquals(200, page.statusCode());
        assertTrue(TestConsole.text(page).contains("Running needs an operator"));
        assertFalse(page.body().contains("action=\"/runs\""));
        assertFalse(queued(plan));
    }

    @Test
    void anOperatorSeesButCannotRunWhatTakesMoreThanThePolicySays() {
        console.as = Role.OPERATOR;
        var plan = preview("amount", "30", "unit", "days");
        var page = console.get(plan);
        assertTrue(TestConsole.text(page).contains("An admin runs this one"), page.body());
        assertFalse(page.body().contains("action=\"/runs\""));
        var refused = console.post("/runs", "plan", id(plan), "reason", "now");
        assertEquals(403, refused.statusCode());
        assertTrue(refused.body().contains("only an admin may run it"), refused.body());
        assertFalse(queued(plan));
        console.as = Role.ADMIN;
        assertEquals(303, console.post("/runs", "plan", id(plan)).statusCode());
        assertTrue(queued(plan));
    }

    @Test
    @Catalogue("G10")
    void productionWantsTheNameAndTheServerChecksIt() {
        bench.databases.save("managed", bench.address, "production", "UTC", true, "test");
        var plan = preview();
        for (var typed : new String[] {"", "events", "public.event", "PUBLIC.EVENTS"}) {
            var answer = console.post("/runs", "plan", id(plan), "typed", typed, "reason", "the disk <is> full");
            assertEquals(422, answer.statusCode());
            assertTrue(answer.body().contains("Type public.events exactly as it is written"), answer.body());
            assertTrue(answer.body().contains("value=\"the disk &lt;is&gt; full\""), "what was typed stays");
        }
        assertFalse(queued(plan));
        assertEquals(303, console.post("/runs", "plan", id(plan), "typed", "public.events").statusCode());
        assertTrue(queued(plan));
    }

    @Test
    @Catalogue("B9")
    void aSecondClickLandsOnTheFirstRun() {
        var plan = preview();
        var first = location(console.post("/runs", "plan", id(plan), "reason", "twice"));
        var second = location(console.post("/runs", "plan", id(plan), "reason", "twice"));
        assertEquals(first, second);
        assertEquals("twice", bench.runs.byId(Long.parseLong(id(first))).why());
        assertTrue(TestConsole.text(console.get(plan)).contains("This plan was used"));
    }

    @Test
    void whatCannotBePreviewedIsSaidWhereItWasAsked() {
        var plan = preview();
        var table = console.post("/plans", "policy", "rule", "from", id(plan), "amount", "30", "unit", "days", "table", "public.nothing");
        assertEquals(422, table.statusCode());
        assertTrue(table.body().contains("The database managed has no table public.nothing."), table.body());
        assertTrue(table.body().contains("value=\"public.nothing\"") && table.body().contains("value=\"30\""), "what was typed stays");
        var negative = console.post("/plans", "policy", "rule", "from", id(plan), "amount", "-3", "unit", "days");
        assertTrue(negative.body().contains("Keep cannot be negative"), negative.body());
        var elsewhere = console.post("/plans", "policy", "rule", "table", "public.nothing");
        assertEquals(422, elsewhere.statusCode());
        assertTrue(TestConsole.text(elsewhere).startsWith("Cleanup"), elsewhere.body());
        assertTrue(elsewhere.body().contains("has no table public.nothing"));
        assertEquals(404, console.post("/plans", "policy", "unheard-of").statusCode());
    }

    @Test
    void withoutTheRightToDeleteThePlanSaysTheGrantAndCannotRun() {
        var reader = TestServer.login("reader", bench.address.database());
        bench.with("grant usage on schema caretaker to reader; grant select, insert, update on all tables in schema caretaker to reader; grant select on public.events to reader");
        bench.databases.save("managed", reader, "staging", "UTC", false, "test");
        var plan = preview();
        var page = console.get(plan);
        assertTrue(TestConsole.text(page).contains("grant select, delete on"), page.body());
        assertFalse(page.body().contains("action=\"/runs\""));
        assertEquals(409, console.post("/runs", "plan", id(plan)).statusCode());
        assertFalse(queued(plan));
    }

    @Test
    void anExpiredPlanSaysSo() {
        var plan = preview();
        bench.now = bench.now.plus(Duration.ofHours(24));
        console.signInAgain();
        assertTrue(TestConsole.text(console.get(plan)).contains("This plan has expired"));
        assertEquals(409, console.post("/runs", "plan", id(plan)).statusCode());
        assertFalse(queued(plan));
    }

    @Test
    void aSecondPersonApprovesWhereTheDatabaseWantsThat() {
        bench.databases.protect(bench.database.id(), true, 2);
        console.as = Role.OPERATOR;
        var plan = preview();
        var own = console.get(plan);
        assertTrue(TestConsole.text(own).contains("Waits for a second person") && TestConsole.text(own).contains("You made this preview"), TestConsole.text(own));
        assertFalse(own.body().contains("action=\"/runs\"") || own.body().contains("/approval"));
        assertEquals(409, console.post("/runs", "plan", id(plan)).statusCode());
        var self = console.post(plan + "/approval");
        assertEquals(409, self.statusCode());
        assertTrue(TestConsole.text(self).contains("The person who made the preview cannot approve it"), TestConsole.text(self));
        console.as = Role.VIEWER;
        assertFalse(console.get(plan).body().contains("/approval"));
        assertEquals(403, console.post(plan + "/approval").statusCode());

        console.as = Role.ADMIN;
        var other = console.get(plan);
        assertTrue(other.body().contains("action=\"" + plan + "/approval\"") && TestConsole.text(other).contains("Approve to archive 35 rows"), TestConsole.text(other));
        assertFalse(other.body().contains("action=\"/runs\""));
        assertEquals(303, console.post(plan + "/approval").statusCode());
        assertEquals(409, console.post(plan + "/approval").statusCode(), "once");
        console.as = Role.OPERATOR;
        var approved = console.get(plan);
        assertTrue(TestConsole.text(approved).contains("approved by admin.test 15 Jun 12:00") && approved.body().contains("action=\"/runs\""), TestConsole.text(approved));
        assertEquals(303, console.post("/runs", "plan", id(plan)).statusCode());
        assertTrue(queued(plan));
    }

    @Test
    void thePlanTellsOfFilesHoldsPartitionsAndWhatFollows() {
        bench.with("""
            create table public.parts (id integer, at timestamptz not null) partition by range (at);
            create table public.parts_old partition of public.parts for values from ('2020-01-01') to ('2025-01-01');
            create table public.parts_new partition of public.parts for values from ('2025-01-01') to ('2030-01-01');
            create index parts_at on public.parts (at);
            insert into public.parts select n, timestamptz '2024-01-01' + n * interval '10 seconds' from generate_series(1, 12000) as n;
            analyze public.parts""");
        bench.databases.protect(bench.database.id(), false, 2);
        bench.holds.add(bench.database.id(), "public.parts", List.of(new Condition("id", "<=", List.of("40"))), "case 7", null, "ana");
        policy = bench.policies.save(new PolicyDraft("parts", "managed", "public.parts", "at", "90 days", List.of(), "export", null, false, null, null,
            BigDecimal.valueOf(100), null, null, null, null, new Handling("gzip", "gentle", 4, 90, null)), "ana");
        var text = TestConsole.text(console.get(preview()));
        for (var said : List.of("Export 11,960 rows", "gzip, CSV with a header line", "free there", "40\u00a0rows past their time under legal holds", "2\u00a0partitions may hold such rows",
            "parts_old", "gentle", "2 sessions on one walk the policy wants 4; the database allows 2", "90 min, then the rest waits", "Vacuum and analyze public.parts_old")) {
            assertTrue(text.contains(said.replace('\u00a0', ' ')) || text.contains(said), said + " in " + text);
        }
    }

    @Test
    void theMissingLedgerIsOneClickAway() {
        bench.with("drop schema caretaker cascade");
        var page = console.get(preview());
        assertTrue(page.body().contains("action=\"/databases/managed/plans\"") && page.body().contains("Preview ledger installation…"), page.body());
    }

    @Test
    void nothingToDoHasNoButton() {
        bench.with("delete from public.events where at < '2026-01-01'");
        var page = console.get(preview());
        assertTrue(TestConsole.text(page).contains("nothing would change"), page.body());
        assertFalse(page.body().contains("action=\"/runs\""));
    }

    @Test
    void theSamePageIsJson() {
        var plan = preview("keep", "30 days", "batch", "50");
        var json = Json.read(console.json(plan).body(), JsonNode.class);
        assertEquals("ready", json.path("state").asText());
        assertEquals(370, json.path("plan").path("rows").asLong());
        assertEquals("30 days", json.path("plan").path("content").path("overrides").path("keep").asText());
        assertEquals(50, json.path("plan").path("content").path("move").path("batchRows").asInt());
    }
}
