package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.db.Json;
import caretaker.observe.Findings;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindingsPageTest {
    private TestConsole console;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench().with("create table public.big as select g as n from generate_series(1, 2000) as g; alter table public.big add constraint later check (n > 0) not valid; analyze public.big");
        bench.now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        bench.collector.measureNow(bench.database.id());
        console = new TestConsole(bench);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private JsonNode page(String query) {
        return Json.read(console.json("/findings" + query).body(), JsonNode.class);
    }

    private JsonNode constraint() {
        return page("?check=unvalidated_constraints").path("rows").path(0);
    }

    private void ask(String... names) {
        bench.checks.ask(bench.database.id(), List.of(names));
    }

    @Test
    void beforeAnyCheckItSaysSo() {
        assertTrue(TestConsole.text(console.get("/findings")).contains("No check has been asked yet"));
    }

    @Test
    void showsWhatWasFoundWithEvidenceAndWhatCouldNotBeTold() {
        bench.checks.run(bench.database.id());
        var text = TestConsole.text(console.get("/findings"));
        assertTrue(text.contains("public.big Constraints that are not validated"), text);
        assertTrue(text.contains("alter table public.big validate constraint later;"), text);
        assertTrue(text.contains("Could not check"), text);
        assertTrue(text.contains("The maintenance log knows of no backup of this database."), text);
        assertTrue(console.get("/").body().contains("href=\"/findings\""));
        console.as = Role.VIEWER;
        assertFalse(console.get("/findings").body().contains("/acknowledgement"), "a viewer only reads");
    }

    @Test
    void opensChangesAndClosesByItself() {
        ask("unvalidated_constraints");
        assertEquals("warning", constraint().path("severity").asText());
        var first = constraint().path("id").asLong();
        bench.now = bench.now.plusSeconds(60);
        bench.checks.set(bench.database.id(), "unvalidated_constraints", Map.of("critical", "0"), "ana");
        assertEquals("critical", constraint().path("severity").asText());
        assertEquals(first, constraint().path("id").asLong());
        bench.now = bench.now.plusSeconds(60);
        bench.with("alter table public.big validate constraint later");
        ask("unvalidated_constraints");
        assertTrue(constraint().isMissingNode());
        assertEquals("[\"opened\",\"worse\",\"closed\"]", page("?filter=closed&check=unvalidated_constraints").path("rows").path(0).path("events").findValuesAsText("event")
            .stream().map(e -> "\"" + e + "\"").collect(Collectors.joining(",", "[", "]")));
    }

    @Test
    void aCheckThatCouldNotRunClosesNothing() {
        ask("unvalidated_constraints");
        TestServer.execute(bench.storeAddress, "update caretaker_store.database set port = 1");
        bench.targets.forget(bench.database.id());
        ask("unvalidated_constraints");
        assertEquals("warning", constraint().path("severity").asText());
        var unknown = page("?filter=unknown").path("unknown").path(0);
        assertEquals("unvalidated_constraints", unknown.path("checkName").asText());
        assertFalse(unknown.path("unknown").asText().isBlank());
    }

    @Test
    void somebodyHasSeenItOrWantsToHearNoMoreOfIt() {
        ask("unvalidated_constraints");
        var id = constraint().path("id").asLong();
        console.as = Role.VIEWER;
        assertEquals(403, console.post("/findings/" + id + "/acknowledgement").statusCode());
        console.as = Role.OPERATOR;
        assertEquals(303, console.post("/findings/" + id + "/acknowledgement").statusCode());
        assertEquals("acknowledged", constraint().path("state").asText());
        assertEquals(409, console.post("/findings/" + id + "/acknowledgement").statusCode());
        assertEquals(422, console.post("/findings/" + id + "/mute", "reason", "planned", "until", "soon").statusCode());
        assertEquals(422, console.post("/findings/" + id + "/mute", "reason", " ", "until", "2099-01-01").statusCode());
        assertEquals(303, console.post("/findings/" + id + "/mute", "reason", "planned", "until", "2099-01-01").statusCode());
        assertTrue(constraint().isMissingNode(), "muted ones are not open");
        var muted = page("?filter=muted").path("rows").path(0);
        assertEquals("planned", muted.path("muteReason").asText());
        assertEquals(0, bench.store.one("own/findings_open", Findings.Waiting.class, Map.of("at", bench.now)).findings());
        assertEquals(303, console.post("/mutes/" + muted.path("muteId").asLong() + "/end").statusCode());
        assertEquals("acknowledged", constraint().path("state").asText());
    }

    @Test
    void aMuteEndsByItself() {
        ask("unvalidated_constraints");
        console.as = Role.OPERATOR;
        var until = bench.now.plus(Duration.ofDays(2)).toString().substring(0, 10);
        console.post("/findings/" + constraint().path("id").asLong() + "/mute", "reason", "planned", "until", until, "whole", "true");
        assertTrue(constraint().isMissingNode());
        bench.now = bench.now.plus(Duration.ofDays(4));
        console.signInAgain();
        assertEquals("warning", constraint().path("severity").asText());
    }

    @Test
    void anAdminChangesThresholdsOfOneDatabase() {
        var path = "/checks/database_size/thresholds";
        console.as = Role.OPERATOR;
        assertEquals(403, console.post(path, "warning", "1", "critical", "2").statusCode());
        console.as = Role.ADMIN;
        var wrong = console.post(path, "warning", "much", "critical", "2");
        assertEquals(422, wrong.statusCode());
        assertTrue(wrong.body().contains("value=\"much\"") && TestConsole.text(wrong).contains("Write a number, 0 or more"), TestConsole.text(wrong));
        assertEquals(303, console.post(path, "warning", "0.000001", "critical", "").statusCode());
        assertEquals("warning", page("?check=database_size").path("rows").path(0).path("severity").asText());
        assertEquals("0.000001", bench.checks.changed(bench.database.id()).get("database_size").get("warning"));
        assertEquals(303, console.post(path, "warning", "5", "critical", "10").statusCode());
        assertTrue(bench.checks.changed(bench.database.id()).isEmpty(), "the defaults are no change");
        assertTrue(page("?check=database_size").path("rows").isEmpty());
        assertEquals(404, console.get("/findings?check=nonsense").statusCode());
    }
}
