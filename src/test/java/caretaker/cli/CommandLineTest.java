package caretaker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.e2e.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a shell sees it: real processes, their output and their exit codes, against a login that is no superuser. */
class CommandLineTest {
    private static final String TABLE = "\"Über \"\"alles\"\"; drop table x; --\"";
    @TempDir
    private Path home;
    private Address target;
    private Map<String, String> environment;
    private Shell shell;

    @BeforeEach
    void prepare() {
        var admin = TestServer.database("shell");
        target = TestServer.login("care_" + admin.database(), admin.database());
        TestServer.execute(admin, """
            grant create on database "%1$s" to "%2$s";
            create schema "Odd Schema";
            grant usage, create on schema "Odd Schema" to "%2$s";
            create table "Odd Schema".%3$s ("When ?" timestamptz not null, "Level" text, body text);
            insert into "Odd Schema".%3$s select now() - n * interval '1 day' - interval '12 hours', case when mod(n, 2) = 0 then 'it''s' else '\\b' end, 'x' from generate_series(1, 100) as n;
            grant select, delete on "Odd Schema".%3$s to "%2$s\"""".formatted(target.database(), target.user(), TABLE));
        environment = new HashMap<>(Child.store(TestServer.storeDatabase(), home));
        environment.put("TARGET_PASSWORD", target.password());
        shell = new Shell(environment);
    }

    private String file(String keep) {
        return """
            databases:
              - {name: odd, host: "%s", port: %d, database: "%s", user: "%s", password_env: TARGET_PASSWORD, environment: staging, zone: Europe/Berlin, tls: prefer}
            policies:
              - name: odd-rows
                database: odd
                table: '"Odd Schema".%s'
                column: When ?
                keep: %s
                where:
                  - {column: Level, op: in, value: ["it's", '\\b']}
                then: archive
                caps: {share: 80}
            routines:
              - {name: odd-nightly, database: odd, schedule: "0 2 * * *", zone: Europe/Berlin, tasks: [odd-rows], budget: 2 h}
            """.formatted(target.host(), target.port(), target.database(), target.user(), TABLE, keep);
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private Shell.Answer call(String... arguments) {
        return shell.call(arguments);
    }

    private Shell.Answer apply(String text, String... more) throws IOException {
        var file = Files.writeString(home.resolve("declared.yaml"), text);
        var arguments = new ArrayList<>(List.of("apply", file.toString()));
        arguments.addAll(List.of(more));
        return call(arguments.toArray(String[]::new));
    }

    @Test
    void appliesPreviewsAndRunsWithoutABrowser() throws IOException {
        assertEquals(0, apply(file("30 days"), "--install").exit());
        for (var change : apply(file("30 days"), "--install", "--json").json()) {
            assertEquals("unchanged", change.get("change").asText(), change.toString());
        }

        var first = call("run", "odd-rows", "--json");
        assertEquals(3, first.exit(), "the first run wants a look at its plan: " + first.text());

        var plan = call("preview", "odd-rows", "--json", "--batch", "10").json();
        assertEquals(71, plan.get("rows").asInt());
        assertTrue(plan.get("exact").asBoolean());
        for (var key : new String[] {"plan", "policy", "database", "cutoff", "bytes", "expires", "warnings"}) {
            assertNotNull(plan.get(key), key);
        }

        var run = call("run", plan.get("plan").asText(), "--json");
        assertEquals(0, run.exit(), run.text());
        assertEquals("done", run.json().get("status").asText());
        assertEquals(71, run.json().get("done_rows").asInt());
        assertTrue(run.json().has("started_at") && run.json().has("ended_at") && run.json().has("batches") && run.json().has("reason"));
        assertEquals("29", TestServer.value(target, "select count(*) from \"Odd Schema\"." + TABLE));

        assertEquals(0, call("run", "odd-rows", "--keep", "10 days").exit());
        assertEquals("9", TestServer.value(target, "select count(*) from \"Odd Schema\"." + TABLE));
        assertEquals(0, call("run", "odd-nightly").exit());
        assertTrue(call("log", "--json").json().size() >= 4);
        assertEquals(0, call("stats", "--json").json().get(0).get("dueRows").asInt());

        var exported = call("export").text();
        for (var change : apply(exported.replace("PASSWORD_ODD", "TARGET_PASSWORD"), "--json").json()) {
            assertEquals("unchanged", change.get("change").asText(), change.toString());
        }
    }

    @Test
    void exportsHoldsAndCareAreDeclaredAndComeBack() throws IOException {
        var text = file("30 days").replace("tls: prefer}", "tls: prefer, approval: true, workers: 3}").replace("then: archive", "then: [export, delete]\n    compression: gzip\n    "
            + "speed: full\n    workers: 2\n    budget: 30 min\n    after: none") + """
            holds:
              - database: odd
                table: '"Odd Schema".%s'
                where: [{column: Level, op: "=", value: "it's"}]
                reason: case 12
                until: 2099-12-31
            """.formatted(TABLE);
        assertEquals(0, apply(text, "--install").exit());
        for (var change : apply(text, "--json").json()) {
            assertEquals("unchanged", change.get("change").asText(), change.toString());
        }
        var exported = call("export").text();
        for (var said : new String[] {"approval: true", "workers: 3", "then: export", "compression: gzip", "speed: full", "budget: 30", "after: none", "reason: case 12", "until: 2099-12-31"}) {
            assertTrue(exported.contains(said), said + " in " + exported);
        }
        for (var change : apply(exported.replace("PASSWORD_ODD", "TARGET_PASSWORD"), "--json").json()) {
            assertEquals("unchanged", change.get("change").asText(), change.toString());
        }
        assertTrue(apply(text.replace("case 12", "case 13"), "--json").text().contains("\"changed\""));

        var alone = call("run", "odd-rows", "--yes");
        assertEquals(3, alone.exit(), alone.text());
        assertTrue(alone.text().contains("a second person has to approve"), alone.text());
        assertEquals(0, apply(text.replace("approval: true, ", "")).exit());
        assertEquals(2, call("stop", "odd").exit());
        assertEquals(0, call("stop", "odd", "--reason", "the disk is full").exit());
        var stopped = call("run", "odd-rows", "--yes");
        assertEquals(3, stopped.exit(), stopped.text());
        assertTrue(stopped.text().contains("All work in odd was stopped by cli:") && stopped.text().contains(": the disk is full"), stopped.text());
        assertEquals(3, call("run", "odd-nightly").exit());
        assertEquals(0, call("stop", "odd", "--end").exit());
        assertEquals(2, call("run", "odd-rows", "--yes", "--speed", "warp").exit());
        var run = call("run", "odd-rows", "--yes", "--speed", "full", "--json");
        assertEquals(0, run.exit(), run.text());
        assertEquals(35, run.json().get("done_rows").asInt(), "those under the hold stay: " + run.text());
    }

    @Test
    void worksBesideARunningConsole() throws IOException {
        try (var console = Child.start(environment, "serve")) {
            console.until("it listens", () -> console.output().contains("Caretaker is at"));
            assertEquals(0, apply(file("30 days"), "--install").exit());
            assertEquals(0, call("run", "odd-rows", "--yes", "--json").exit());
            assertTrue(call("signin-link").text().contains("/signin/"));
            assertTrue(console.end() == 0 || console.end() == 143);
        }
    }

    @Test
    void faultsAreOneSentenceWithTheirLine() throws IOException {
        fault(file("30 days").replace("keep:", "keeps:"), "Line 8: unknown key keeps");
        fault(file("-3 days"), "Line 8: Keep cannot be negative");
        fault(file("30 days").replace("TARGET_PASSWORD", "NO_SUCH"), "Line 2: the environment variable NO_SUCH is not set");
        fault(file("30 days").replace("column: When ?", "column: body"), "Line 7: The column body is of type text");
        fault(file("30 days").replace("0 2 * * *", "61 2 * * *"), "Line 14:");
        fault(file("30 days").replace("[odd-rows]", "[nothing]"), "There is no task nothing");
        fault(file("30 days").replace("then: archive", "then: [archive, export]"), "Line 11: then names two destinations, archive and export; rows go to one.");
        fault(file("30 days").replace("then: archive", "then: summarise"), "Line 11: then is delete, archive or export");
        fault(file("30 days").replace("then: archive", "then: archive\n    speed: warp"), "Line 12: speed is one of full, gentle, normal");
        fault(file("30 days").replace("then: archive", "then: archive\n    workers: 9"), "Line 12: Write workers as a number from 1 to 8");
        fault("databases: [", "this is not YAML");
        assertEquals(2, call("preview", "nothing").exit());
        assertEquals(2, call("run").exit());
        assertEquals(2, call("nonsense").exit());
    }

    private void fault(String text, String sentence) throws IOException {
        var answer = apply(text);
        assertEquals(2, answer.exit(), answer.text());
        assertTrue(answer.text().contains(sentence), answer.text());
        assertFalse(answer.text().contains("Exception"), answer.text());
    }
}
