package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Workbench;
import caretaker.db.Json;
import caretaker.plan.PolicyDraft;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutinesPageTest {
    private static final String HOSTILE = "\"><script>alert(1)</script>";
    private TestConsole console;

    @BeforeEach
    void open() {
        var bench = new Workbench().with("create table public.events (id bigint primary key, at timestamptz not null)");
        for (var name : List.of("old", "older")) {
            bench.policies.save(new PolicyDraft(name, "managed", "public.events", "at", "90 days", List.of(), "delete", null, false, null, null, BigDecimal.TEN, null,
                null, null, null), "ana");
        }
        console = new TestConsole(bench);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private String[] form(String button, String... changed) {
        var form = new java.util.ArrayList<>(List.of("name", "night", "database", "managed", "when", "cron", "every", "day", "time", "03:15", "schedule", "0 2 * * *",
            "zone", "Europe/Berlin", "tasks", "old", "tasks", "older", "window", "", "budget", "", "catch_up", "skip", "enabled", "true", "reason", "", "do", button));
        for (int i = 0; i < changed.length; i += 2) {
            form.set(form.indexOf(changed[i]) + 1, changed[i + 1]);
        }
        return form.toArray(new String[0]);
    }

    @Test
    void everyFaultIsShownAndNothingTypedIsLost() {
        var page = console.post("/routines/new", form("save", "name", "not a name", "schedule", "0 25 * * *", "zone", "Europe/Prag", "window", "-5", "budget", "an hour", "reason", HOSTILE));
        assertEquals(422, page.statusCode());
        var text = TestConsole.text(page);
        for (var sentence : List.of("5 fields need you", "A routine&#39;s name has 1 to 63", "The hour 25 is not allowed: give 0 to 23", "Europe/Prag is no time zone",
            "Give 1 to 10080 minutes", "an hour is no number of minutes")) {
            assertTrue(text.contains(sentence), sentence + " in " + text);
        }
        for (var typed : List.of("value=\"not a name\"", "value=\"0 25 * * *\"", "value=\"Europe/Prag\"", "value=\"-5\"", "value=\"an hour\"", "value=\"older\"")) {
            assertTrue(page.body().contains(typed), typed);
        }
        assertFalse(page.body().contains("<script>alert"));
        assertTrue(text.contains("&quot;&gt;&lt;script&gt;alert(1)"));
        assertTrue(console.routines.list().isEmpty());
    }

    @Test
    void theNextFiveTimesStandBesideTheForm() {
        console.bench.now = Instant.parse("2026-03-26T12:00:00Z");
        var page = console.post("/routines/new", form("times", "schedule", "30 2 * * *"));
        assertEquals(200, page.statusCode());
        var text = TestConsole.text(page);
        assertTrue(text.contains("Fri 27 Mar 2026 02:30 01:30 Sat 28 Mar 2026 02:30 01:30 Sun 29 Mar 2026 the clock skips 02:00 to 03:00 03:00 01:00 Mon 30 Mar 2026 02:30 00:30"), text);
        assertTrue(text.contains("On Sun 29 Mar 2026 the clock skips 02:00 to 03:00; it runs at 03:00."), text);
        assertTrue(text.contains("Nobody has run old, older as it now is"), text);
        assertTrue(console.routines.list().isEmpty());
    }

    @Test
    void tasksAreAddedMovedAndTakenOutWithoutScripts() {
        assertEquals(List.of("older", "old"), tasks("up:1"));
        assertEquals(List.of("older", "old"), tasks("down:0"));
        assertEquals(List.of("older"), tasks("remove:0"));
        assertEquals(List.of("old", "older", "cleanup_statistics"), tasks("add"));
        assertEquals(List.of("old", "older"), tasks("up:99"));
    }

    private List<String> tasks(String button) {
        var form = new java.util.ArrayList<>(List.of(form(button)));
        form.addAll(List.of("task", "cleanup_statistics"));
        var body = console.post("/routines/new", form.toArray(new String[0])).body();
        return java.util.regex.Pattern.compile("name=\"tasks\" value=\"([^\"]*)\"").matcher(body).results().map(m -> m.group(1)).toList();
    }

    @Test
    void aLineWithTwoReadingsIsSavedAsTheOneThatWasMeant() {
        var form = new java.util.ArrayList<>(List.of(form("times", "schedule", "0 4 1-7 * 0")));
        var text = TestConsole.text(console.post("/routines/new", form.toArray(new String[0])));
        assertTrue(text.contains("This line has two readings. cron runs it on days 1 to 7 of each month or on Sundays at 04:00"), text);
        assertTrue(text.contains("On the first Sunday of each month at 04:00 1 time, saved as 0 4 * * 0#1"), text);
        form = new java.util.ArrayList<>(List.of(form("save", "schedule", "0 4 1-7 * 0")));
        form.addAll(List.of("reading", "meant"));
        assertEquals(303, console.post("/routines/new", form.toArray(new String[0])).statusCode());
        assertEquals("0 4 * * 0#1", console.routines.byName("night").schedule());
    }

    @Test
    void aPlainChoiceBecomesALineAndComesBackAsOne() {
        assertEquals(303, console.post("/routines/new", form("save", "when", "plain", "every", "month", "time", "04:30")).statusCode());
        var saved = console.routines.byName("night");
        assertEquals("30 4 1 * *", saved.schedule());
        var page = console.get("/routines/night");
        assertTrue(page.body().contains("id=\"when-plain\" checked"), page.body());
        assertTrue(console.get("/routines/night?when=cron").body().contains("id=\"when-cron\" checked"));
        assertTrue(TestConsole.text(page).contains("Runs on day 1 of each month at 04:30 Europe/Berlin"), TestConsole.text(page));
        assertEquals(422, console.post("/routines/new", form("save")).statusCode(), "the name is taken");
        assertEquals(422, console.post("/routines/new", form("save", "name", "two", "when", "plain", "every", "week")).statusCode(), "no day of the week");
    }

    @Test
    void adminsChangeOperatorsStartViewersRead() {
        assertEquals(303, console.post("/routines/new", form("save")).statusCode());
        console.as = Role.OPERATOR;
        assertEquals(403, console.post("/routines/night", form("save")).statusCode());
        assertEquals(403, console.post("/routines/night/switch", "enabled", "false").statusCode());
        var started = console.post("/routines/night/runs");
        assertEquals(303, started.statusCode());
        assertTrue(started.headers().firstValue("Location").orElseThrow().matches("/log\\?entry=[0-9]+"));
        console.as = Role.VIEWER;
        assertEquals(403, console.post("/routines/night/runs").statusCode());
        assertEquals(403, console.get("/routines/new").statusCode());
        assertTrue(console.get("/routines/night").body().contains("<fieldset class=\"ct-fields\" disabled"));
        console.as = Role.ADMIN;
        assertEquals(303, console.post("/routines/night/switch", "enabled", "false").statusCode());
        assertFalse(console.routines.byName("night").enabled());
        assertTrue(TestConsole.text(console.get("/routines")).contains("Nothing is scheduled."));
        assertEquals(303, console.post("/routines/night/removal").statusCode());
        assertEquals(404, console.get("/routines/night").statusCode());
    }

    @Test
    void theListSaysWhatRunsNext() {
        console.post("/routines/new", form("save"));
        var page = Json.parse(console.json("/routines").body());
        assertEquals("night", page.get("next").get("row").get("name").asText());
        assertEquals("2026-06-16T00:00:00Z", page.get("next").get("next").asText());
        var text = TestConsole.text(console.get("/routines"));
        assertTrue(text.contains("Tue 16 Jun 02:00 Europe/Berlin"), text);
        assertEquals("0 2 * * *", Json.parse(console.json("/routines/night").body()).get("times").get("cron").asText());
        assertEquals(200, console.get("/runs").statusCode());
    }
}
