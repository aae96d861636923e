package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Workbench;
import caretaker.db.Json;
import caretaker.plan.Condition;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldsPageTest {
    private TestConsole console;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench().withLedger().with("create table public.events (id bigint primary key, at timestamptz, level text)");
        console = new TestConsole(bench);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private String[] form(String... changed) {
        var form = new String[] {"database", "managed", "table", "public.events", "where_column", "level", "where_op", "=", "where_value", "AUDIT", "reason",
            "case <12>", "until", "2026-12-31"};
        for (int i = 0; i < changed.length; i += 2) {
            for (int n = 0; n < form.length; n += 2) {
                form[n + 1] = form[n].equals(changed[i]) ? changed[i + 1] : form[n + 1];
            }
        }
        return form;
    }

    @Test
    void anAdminHoldsRowsAndEverybodyReadsIt() {
        console.as = Role.OPERATOR;
        assertEquals(403, console.post("/holds", form()).statusCode());
        console.as = Role.ADMIN;
        assertEquals(303, console.post("/holds", form()).statusCode());
        var policy = bench.policy("public.events", "at", "30 days", "delete");
        console.as = Role.VIEWER;
        var text = TestConsole.text(console.get("/holds"));
        assertTrue(text.contains("1\u00a0hold keeps rows of 1\u00a0table whatever a policy says."), text);
        assertTrue(text.contains("public.events level = AUDIT case &lt;12&gt; holds back rule 2026-12-31 admin.test"), text);
        assertFalse(console.get("/holds").body().contains("action=\"/holds"), "a viewer only reads");
        for (var path : List.of("/table?name=public.events", "/policies/" + policy.id())) {
            assertTrue(TestConsole.text(console.get(path)).contains("Legal hold: rows where level = AUDIT stay until 2026-12-31: case &lt;12&gt;"), path);
        }
        assertEquals("events", Json.read(console.json("/holds").body(), JsonNode.class).path("active").get(0).path("tableName").asText());
    }

    @Test
    void whatIsHeldIsNotOverdue() {
        bench.with("insert into public.events select n, timestamptz '2026-01-01', 'AUDIT' from generate_series(1, 7) as n");
        bench.cleanup.measure(bench.policy("public.events", "at", "30 days", "delete"));
        assertEquals(7, bench.cleanup.list(null).get(0).dueRows());
        console.post("/holds", form());
        assertEquals(0, bench.cleanup.list(null).get(0).dueRows());
        console.post("/holds/" + bench.holds.list(null).get(0).id() + "/lifting");
        assertEquals(7, bench.cleanup.list(null).get(0).dueRows());
    }

    @Test
    void aFaultStandsBesideItsFieldAndNothingTypedIsLost() {
        check("database", "", "Choose the database");
        check("table", "public.nothing", "has no table public.nothing");
        check("where_column", "nope", "has no column nope");
        check("where_value", "", "Give a value for level");
        check("reason", " ", "Say why these rows must stay");
        check("until", "soon", "year, month, day");
        check("until", "2026-01-01", "would have ended before it began");
        assertTrue(bench.holds.list(null).isEmpty());
    }

    private void check(String field, String typed, String sentence) {
        var form = form(field, typed);
        var answer = console.post("/holds", form);
        assertEquals(422, answer.statusCode(), sentence);
        assertTrue(TestConsole.text(answer).contains(sentence), () -> sentence + " in " + TestConsole.text(answer));
        for (int i = 0; i < form.length; i += 2) {
            assertTrue(form[i + 1].isBlank() || answer.body().contains(form[i + 1].replace("<", "&lt;").replace(">", "&gt;")), form[i] + " stays");
        }
    }

    @Test
    void conditionsComeAndGoWithoutScripts() {
        var more = new String[form().length + 2];
        System.arraycopy(form(), 0, more, 0, form().length);
        more[more.length - 2] = "change";
        more[more.length - 1] = "add";
        var location = console.post("/holds", more).headers().firstValue("Location").orElseThrow();
        var page = console.get(location).body();
        assertTrue(page.contains("id=\"where-value-1\"") && page.contains("level (text)") && page.contains("case &lt;12&gt;"), page);
    }

    @Test
    void liftedAndEndedOnesStayInTheHistory() {
        long lifted = bench.holds.add(bench.database.id(), "public.events", List.of(), "request 7", null, "ana");
        bench.holds.add(bench.database.id(), "public.events", List.of(new Condition("id", "<", List.of("5"))), "until tomorrow", LocalDate.parse("2026-06-16"), "ana");
        console.as = Role.OPERATOR;
        assertEquals(403, console.post("/holds/" + lifted + "/lifting").statusCode());
        console.as = Role.ADMIN;
        assertTrue(TestConsole.text(console.get("/holds")).contains("public.events all rows request 7 lifted ana"));
        assertEquals(303, console.post("/holds/" + lifted + "/lifting").statusCode());
        assertEquals(404, console.post("/holds/" + lifted + "/lifting").statusCode());
        bench.now = bench.now.plus(Duration.ofDays(3));
        console.signInAgain();
        var text = TestConsole.text(console.get("/holds"));
        assertTrue(text.contains("Nothing is held.") && text.contains("lifted by admin.test") && text.contains("2026-06-16 ended by itself"), text);
    }
}
