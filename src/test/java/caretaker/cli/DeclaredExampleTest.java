package caretaker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.e2e.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The declarative file in docs/configuration.md, applied as it stands there but for its address. */
class DeclaredExampleTest {
    @TempDir
    private Path home;

    @Test
    void appliesAndThenChangesNothing() throws IOException {
        var admin = TestServer.database("example");
        var login = TestServer.login("care_" + admin.database(), admin.database());
        TestServer.execute(admin, """
            create schema app;
            create table app.event (created_at timestamptz not null, kind text);
            grant usage on schema app to "%1$s";
            grant select on app.event to "%1$s\"""".formatted(login.user()));
        var file = Files.writeString(home.resolve("example.yaml"), Files.readString(Path.of("docs", "configuration.md")).split("```yaml\n")[1].split("```")[0]
            .replace("host: db.example.org", "host: \"" + login.host() + "\"\n    port: " + login.port())
            .replace("database: shop\n    user: caretaker", "database: " + login.database() + "\n    user: " + login.user())
            .replace("tls: verify-full", "tls: " + login.tls()));
        var environment = new HashMap<>(Child.store(TestServer.storeDatabase(), home));
        environment.put("SHOP_PASSWORD", login.password());
        environment.put("CARETAKER_KEY_FILE", home.resolve("key").toString());

        assertEquals("added added added added", apply(environment, file));
        assertEquals("unchanged unchanged unchanged unchanged", apply(environment, file));

        environment.put("LC_ALL", "C"); // a terminal that says nothing of UTF-8, as cron's
        try (var health = Child.start(environment, "health", "--database", "shop")) {
            assertEquals(0, health.await(), health.output());
            assertTrue(health.output().startsWith("✓ Database connectivity OK"), health.output());
        }
    }

    /** What became of the items, in order. */
    private static String apply(HashMap<String, String> environment, Path file) {
        try (var child = Child.start(environment, "apply", file.toString())) {
            assertEquals(0, child.await(), child.output());
            return String.join(" ", child.output().lines().map(line -> line.replaceAll(".* ", "")).toList());
        }
    }
}
