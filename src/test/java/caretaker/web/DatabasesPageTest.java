package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.run.Catalogue;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabasesPageTest {
    private static Site site;
    private static Visitor admin;

    @BeforeAll
    static void open() {
        site = new Site();
        admin = site.signedIn("an-admin", Role.ADMIN);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void aDatabaseIsAddedContactedAndListed() {
        var form = form(TestServer.database("other"));
        form.put("name", "added");
        var answer = admin.post("/databases", form);
        assertEquals(303, answer.status(), answer.body());
        until(() -> site.bench.databases.byName("added").sampledAt() != null);
        var list = admin.get("/databases").body();
        assertTrue(list.contains("superuser, only reads"), list);
        assertTrue(list.contains("not installed"), list);
    }

    @Test
    @Catalogue("H9")
    void eachMistakeIsSaidBesideItsFieldAndNothingTypedIsLost() {
        var form = form(TestServer.database("other"));
        form.putAll(Map.of("name", "bad name!", "port", "70000", "zone", "Berlin", "host", "my host"));
        var answer = admin.post("/databases", form);
        assertEquals(422, answer.status());
        assertTrue(answer.body().contains("4\u00a0fields"), answer.body());
        for (var kept : new String[] {"bad name!", "70000", "Berlin", "my host"}) {
            assertTrue(answer.body().contains("value=\"" + kept + "\""), kept);
        }
        assertFalse(answer.body().contains(form.get("password")), "a password came back to the page");
        form.putAll(form(TestServer.database("again")));
        form.put("name", "managed");
        assertTrue(admin.post("/databases", form).body().contains("A database named managed is under care already."));
    }

    @Test
    void howCarefullyADatabaseIsTreatedIsPartOfItsForm() {
        var form = form(TestServer.database("careful"));
        form.putAll(Map.of("name", "careful", "approval", "true", "workers", "9"));
        var wrong = admin.post("/databases", form);
        assertEquals(422, wrong.status());
        assertTrue(wrong.body().contains("Between 1 and 8 sessions may move rows") && wrong.body().contains("value=\"9\""), wrong.body());
        form.put("workers", "4");
        assertEquals(303, admin.post("/databases", form).status());
        var saved = site.bench.databases.byName("careful");
        assertTrue(saved.approval());
        assertEquals(4, saved.workers());
        var page = admin.get("/databases/careful").body();
        assertTrue(page.contains("a second person approves plans that remove rows") && page.contains("name=\"approval\" value=\"true\" checked"), page);
    }

    @Test
    void theTestSaysWhatIsMissingAndSavesNothing() {
        var database = TestServer.database("other");
        TestServer.execute(database, "create table events (id int)");
        var answer = admin.post("/connection-tests", form(TestServer.login("weak_" + database.database(), database.database())));
        assertEquals(200, answer.status());
        assertTrue(answer.body().contains("grant pg_monitor to weak_"), answer.body());
        assertTrue(answer.body().contains("grant select on all tables in schema public to weak_"), answer.body());
        assertTrue(site.bench.databases.find("other").isEmpty(), "a test saves nothing");

        var nowhere = form(new Address("127.0.0.1", 1, "x", "x", "x", "disable"));
        assertTrue(admin.post("/connection-tests", nowhere).body().contains("not usable"));
    }

    @Test
    void theStoredPasswordIsTestedAndKeptForItsPlaceOnly() {
        var form = form(site.bench.address);
        form.put("password", "");
        form.put("known", "managed");
        form.put("zone", "UTC");
        assertTrue(admin.post("/connection-tests", form).body().contains("PostgreSQL answers"));
        form.put("host", "localhost");
        assertTrue(admin.post("/connection-tests", form).body().contains("Give the password again"));
        var elsewhere = admin.post("/databases/managed", form);
        assertEquals(422, elsewhere.status());
        assertTrue(elsewhere.body().contains("Give the password again"), elsewhere.body());
        form.put("host", site.bench.address.host());
        form.put("environment", "development");
        assertEquals(303, admin.post("/databases/managed", form).status());
        assertEquals("development", site.bench.databases.byName("managed").environment());
        assertFalse(site.bench.databases.byName("managed").allowSuperuser(), "a box that is not ticked is off");
    }

    @Test
    void anUnreachableDatabaseShowsPostgresOwnWordsEverywhere() {
        site.bench.databases.save("gone", new Address("127.0.0.1", 1, "x", "x", "x", "disable"), "production", "UTC", false, "ana");
        site.bench.collector.measureNow(site.bench.databases.byName("gone").id());
        for (var path : new String[] {"/databases", "/databases/gone", "/", "/tables?database=gone", "/table?name=x&database=gone"}) {
            var page = admin.get(path);
            assertEquals(200, page.status(), path);
            assertTrue(page.body().contains("refused"), path);
        }
    }

    @Test
    void removalWantsTheNameTyped() {
        try (var empty = new Site()) {
            var person = empty.signedIn("an-admin", Role.ADMIN);
            assertEquals(422, person.post("/databases/managed/removal", Map.of("typed", "manage")).status());
            assertEquals(1, empty.bench.databases.list().size());
            assertEquals(303, person.post("/databases/managed/removal", Map.of("typed", "managed")).status());
            assertEquals(0, empty.bench.databases.list().size());
            for (var path : new String[] {"/", "/tables", "/databases"}) {
                assertTrue(person.get(path).body().contains("No database is under care yet"), path);
            }
        }
    }

    @Test
    void theLedgerIsInstalledByAPlanThatAnOperatorMayPreview() {
        var answer = site.signedIn("an-operator", Role.OPERATOR).post("/databases/managed/plans", Map.of());
        assertEquals(303, answer.status(), answer.body());
        assertTrue(answer.location().matches("/plans/[0-9]+"), answer.location());
        assertEquals("install", site.bench.plans.byId(Long.parseLong(answer.location().substring(7))).kind());
    }

    private static Map<String, String> form(Address a) {
        return new HashMap<>(Map.of("name", "other", "host", a.host(), "port", String.valueOf(a.port()), "database", a.database(), "user", a.user(),
            "password", a.password(), "tls", a.tls(), "environment", "staging", "zone", "Europe/Berlin"));
    }

    private static void until(BooleanSupplier state) {
        Await.that("the state", state);
    }
}
