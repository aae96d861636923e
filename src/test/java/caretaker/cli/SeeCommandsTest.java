package caretaker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.e2e.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell sees of a database: health in nine lines with its exit code, and how indexes are used. */
class SeeCommandsTest {
    @TempDir
    private Path home;
    private Address target;
    private Map<String, String> environment;
    private Shell shell;

    @BeforeEach
    void prepare() throws IOException {
        var admin = TestServer.database("seen");
        target = TestServer.login("care_" + admin.database(), admin.database());
        TestServer.execute(admin, "create table public.events_seen (id bigint primary key, created_at timestamptz not null); create index idx_events_seen_ts on public.events_seen (created_at);"
            + "insert into public.events_seen select n, now() - interval '2 days' from generate_series(1, 5000) as n; analyze public.events_seen; grant select on public.events_seen to \"" + target.user() + "\"");
        environment = new HashMap<>(Child.store(TestServer.storeDatabase(), home));
        environment.put("TARGET_PASSWORD", target.password());
        shell = new Shell(environment);
        Files.writeString(home.resolve("seen.yaml"), """
            databases:
              - {name: seen, host: "%s", port: %d, database: "%s", user: "%s", password_env: TARGET_PASSWORD, environment: staging, tls: prefer}
            policies:
              - {name: events, database: seen, table: public.events_seen, column: created_at, keep: 7 days, then: delete}
            """.formatted(target.host(), target.port(), target.database(), target.user()));
        assertEquals(0, call("apply", home.resolve("seen.yaml").toString()).exit());
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private Shell.Answer call(String... arguments) {
        return shell.call(arguments);
    }

    @Test
    void healthPrintsWhatIsWellAndWhatItMayNotSee() {
        var blind = call("health", "--database", "seen");
        assertEquals(0, blind.exit(), blind.text());
        for (var line : new String[] {"✓ Database connectivity OK", "✓ Table sizes: public.events_seen=", "✓ Row counts: public.events_seen=~5000", "✓ Oldest row of public.events_seen: ",
            "✓ Top 2 indexes:", "  - public.events_seen.events_seen_pkey: ", "✓ All tables are well-maintained (no excessive dead tuples)",
            "? Connection pool: unknown, The login " + target.user() + " is no member of pg_monitor", "grant pg_monitor to " + target.user() + ";", "Database health check completed with"}) {
            assertTrue(blind.text().contains(line), () -> line + " is not in\n" + blind.text());
        }
        TestServer.execute(TestServer.in(target.database()), "grant pg_monitor to \"" + target.user() + "\"");
        var seeing = call("health", "--database", "seen");
        assertEquals(0, seeing.exit(), seeing.text());
        for (var line : new String[] {"✓ Connection pool: Open=", "✓ No long-running queries", "✓ No blocked queries", "✓ Database health check completed successfully"}) {
            assertTrue(seeing.text().contains(line), () -> line + " is not in\n" + seeing.text());
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsCritical() {
        TestServer.execute(TestServer.in(target.database()), "alter role \"" + target.user() + "\" nologin");
        var answer = call("health", "--database", "seen", "--json");
        assertEquals(4, answer.exit(), answer.text());
        assertEquals("critical", answer.json().path(0).path("severity").asText());
        assertEquals(9, answer.json().path(0).path("checks").size());
        assertEquals("connectivity", answer.json().path(0).path("checks").path(0).path("check").asText());
    }

    @Test
    void indexesAreListedWithTheirUse() {
        var list = call("indexes", "--database", "seen");
        assertEquals(0, list.exit(), list.text());
        assertTrue(list.text().contains("schemaname") && list.text().contains("tuples_read"), list.text());
        assertTrue(list.text().lines().anyMatch(l -> l.contains("idx_events_seen_ts") && l.contains("never used")), list.text());
        assertEquals(2, call("indexes", "--database", "seen", "--json").json().path(0).path("indexes").size());
    }
}
