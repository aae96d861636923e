package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Workbench;
import caretaker.plan.Condition;
import caretaker.plan.Handling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyPageTest {
    private TestConsole console;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench().withLedger().with("create table public.events (id bigint primary key, at timestamptz, level text, size integer)");
        console = new TestConsole(bench);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private static Map<String, String> good() {
        var form = new LinkedHashMap<String, String>();
        form.putAll(Map.of("name", "events-90", "database", "managed", "table", "public.events", "column", "at", "keep", "90 days", "then", "archive",
            "where_column", "level", "where_op", "in", "where_value", "INFO, \"a, b\"", "reason", "nobody reads <them>"));
        form.putAll(Map.of("cap_share", "25", "cap_rows", "500,000", "zone", "Europe/Berlin", "align", "day", "owner", "ops", "review", "2027-01-31"));
        return form;
    }

    private static String[] flat(Map<String, String> form) {
        var all = new ArrayList<String>();
        form.forEach((name, value) -> all.addAll(List.of(name, value)));
        return all.toArray(String[]::new);
    }

    /** A field, what is typed into it, and the sentence that must stand there. */
    private record Fault(String field, String typed, String sentence) {}

    private static List<Fault> faults() {
        return List.of(new Fault("name", "a b", "1 to 63 letters, digits"),
            new Fault("database", "elsewhere", "Choose the database"),
            new Fault("table", "public.nothing", "has no table public.nothing"),
            new Fault("table", "", "Write the table as schema.table"),
            new Fault("column", "level", "is of type text"),
            new Fault("column", "born", "has no column born; by time it has at"),
            new Fault("keep", "-30 days", "Keep cannot be negative"),
            new Fault("keep", "a while", "Write how long to keep rows"),
            new Fault("where_op", "resembles", "The operator of a condition is one of"),
            new Fault("where_column", "size", "PostgreSQL cannot read the condition: invalid input syntax for type integer"),
            new Fault("where_value", "\"open", "Separate the values by commas"),
            new Fault("then", "burn", "delete, archive or export"),
            new Fault("speed", "warp", "The speed is one of gentle, normal, full"),
            new Fault("workers", "9", "Write workers as a number from 1 to 8"),
            new Fault("workers", "two", "Write the workers as a number from 1 to 8"),
            new Fault("budget", "long", "Write the budget as a number of minutes"),
            new Fault("aftercare", "reindex", "The aftercare is one of"),
            new Fault("zone", "Berlin", "is no time zone"),
            new Fault("align", "year", "Align is none, day or month"),
            new Fault("cap_share", "much", "a number between 0 and 100"),
            new Fault("cap_share", "101", "between 0 and 100 per cent"),
            new Fault("cap_rows", "0", "at least 1"),
            new Fault("cap_rows", "many", "a whole number of rows"),
            new Fault("review", "soon", "year, month, day"));
    }

    @Test
    void aFaultStandsBesideItsFieldAndNothingTypedIsLost() {
        assertAll(faults().stream().map(fault -> () -> check(fault)));
        assertTrue(bench.policies.list().isEmpty());
    }

    private void check(Fault fault) {
        var form = good();
        form.put(fault.field(), fault.typed());
        var answer = console.post("/policies", flat(form));
        assertEquals(422, answer.statusCode(), fault.toString());
        assertTrue(TestConsole.text(answer).contains(fault.sentence()), () -> fault + " in " + TestConsole.text(answer));
        for (var kept : List.of("name", "table", "keep", "zone", "cap_share", "cap_rows", "owner", "review", "where_value")) {
            assertTrue(answer.body().contains("value=\"" + form.get(kept).replace("\"", "&quot;") + "\"") || form.get(kept).isEmpty(), kept + " stays");
        }
        assertTrue(answer.body().contains("nobody reads &lt;them&gt;"));
    }

    @Test
    void severalFaultsAreSaidAtOnce() {
        var form = good();
        form.putAll(Map.of("keep", "-1 day", "zone", "Mars", "cap_rows", "x"));
        assertTrue(TestConsole.text(console.post("/policies", flat(form))).contains("3\u00a0fields need you before it can be saved."));
    }

    @Test
    void whatIsSavedIsWhatWasTyped() {
        var saved = console.post("/policies", flat(good()));
        assertEquals(303, saved.statusCode(), saved.body());
        var policy = bench.policies.byName("events-90");
        assertEquals(List.of(new Condition("level", "in", List.of("INFO", "a, b"))), policy.conditions());
        assertEquals("archive", policy.action());
        assertEquals(500_000, policy.capRows());
        var page = console.get("/policies/" + policy.id());
        assertTrue(page.body().contains("value=\"INFO, &quot;a, b&quot;\""), page.body());
        assertTrue(TestConsole.text(page).contains("Its first run is a person's"), page.body());
        assertEquals(422, console.post("/policies", flat(good())).statusCode(), "a second policy of this name is not a change of the first");
    }

    @Test
    void howItRunsIsSavedWithoutANewVersion() {
        var form = good();
        form.putAll(Map.of("then", "export", "compression", "gzip", "speed", "gentle", "workers", "3", "budget", "90 min", "aftercare", "analyze"));
        assertEquals(303, console.post("/policies", flat(form)).statusCode());
        var policy = bench.policies.byName("events-90");
        assertEquals(new Handling("gzip", "gentle", 3, 90, "analyze"), policy.handling());
        assertEquals("export", policy.action());
        var page = console.get("/policies/" + policy.id());
        assertTrue(page.body().contains("<option value=\"gzip\" selected=\"selected\">") && page.body().contains("name=\"budget\" type=\"text\" value=\"90\""), page.body());
        assertTrue(TestConsole.text(page).contains("The database allows 2"), TestConsole.text(page));
        assertTrue(TestConsole.text(page).contains("is written into gzip files"), TestConsole.text(page));
        form.putAll(Map.of("compression", "zstd", "speed", "normal", "workers", "1", "budget", "", "aftercare", "vacuum"));
        assertEquals(303, console.post("/policies/" + policy.id(), flat(form)).statusCode());
        assertEquals(Handling.DEFAULT, bench.policies.byName("events-90").handling());
        assertEquals(1, bench.policies.byName("events-90").version());
    }

    @Test
    void savingTheSameChangesNothingAndAnotherRuleIsAnotherVersion() {
        console.post("/policies", flat(good()));
        var before = bench.policies.byName("events-90");
        console.post("/policies/" + before.id(), flat(good()));
        assertEquals(before, bench.policies.byName("events-90"));
        var form = good();
        form.put("reason", "another");
        console.post("/policies/" + before.id(), flat(form));
        assertEquals(1, bench.policies.byName("events-90").version(), "a reason moves no rows");
        form.put("keep", "30 days");
        var changed = console.post("/policies/" + before.id(), "_", "", "name", "other", "database", "managed");
        assertEquals(422, changed.statusCode(), "the name stays");
        assertEquals(303, console.post("/policies/" + before.id(), flat(form)).statusCode());
        assertEquals(2, bench.policies.byName("events-90").version());
    }

    @Test
    void conditionsAreAddedAndRemovedWithoutScriptsAndWithoutTheToken() {
        var form = good();
        form.put("change", "add");
        var added = console.post("/policies", flat(form)).headers().firstValue("Location").orElseThrow();
        assertTrue(added.startsWith("/policies/new?"));
        assertFalse(added.contains("_csrf"));
        var page = console.get(added).body();
        assertTrue(page.contains("id=\"where-value-1\"") && page.contains("value=\"90 days\"") && page.contains("INFO, &quot;a, b&quot;"), page);
        form.put("change", "remove-0");
        assertFalse(console.get(console.post("/policies", flat(form)).headers().firstValue("Location").orElseThrow()).body().contains("INFO, &quot;"));
        assertTrue(bench.policies.list().isEmpty());
    }

    @Test
    void columnsComeFromTheCatalogueAndTheRuleIsSaidInWords() {
        var page = console.get("/policies/new?typed=1&database=managed&table=public.events&column=at&keep=90+days&then=delete&where_column=level&where_op=%3D&where_value=INFO");
        assertTrue(page.body().contains("<option value=\"at\" selected=\"selected\">at (timestamp with time zone, no index)</option>"), page.body());
        assertTrue(TestConsole.text(page).contains("Rows of public.events where level = INFO stay for 90\u00a0days after at".replace('\u00a0', ' ')), TestConsole.text(page));
        assertTrue(TestConsole.text(console.get("/policies/new?typed=1&database=managed&table=public.nothing")).contains("has no table public.nothing"));
    }

    @Test
    void onlyAdminsChangeAndRemovalWantsTheName() {
        console.post("/policies", flat(good()));
        var id = bench.policies.byName("events-90").id();
        console.as = Role.OPERATOR;
        assertEquals(403, console.post("/policies", flat(good())).statusCode());
        assertEquals(403, console.post("/policies/" + id, flat(good())).statusCode());
        assertEquals(403, console.post("/policies/" + id + "/removal", "typed_name", "events-90").statusCode());
        assertFalse(console.get("/policies/" + id).body().contains("Save changes"));
        console.as = Role.ADMIN;
        assertEquals(422, console.post("/policies/" + id + "/removal", "typed_name", "events").statusCode());
        assertEquals(1, bench.policies.list().size());
        assertEquals(303, console.post("/policies/" + id + "/removal", "typed_name", "events-90").statusCode());
        assertTrue(bench.policies.list().isEmpty());
    }
}
