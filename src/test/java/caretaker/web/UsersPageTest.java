package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsersPageTest {
    private Site site;
    private Visitor admin;

    @BeforeEach
    void open() {
        site = new Site();
        admin = site.signedIn("ana", Role.ADMIN);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aNewPersonGetsALinkThatIsShownOnce() {
        var made = admin.post("/users", Map.of("name", "ben", "role", "viewer"));
        assertEquals(200, made.status());
        var link = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+(/signin/[A-Za-z0-9_-]{43})").matcher(made.body());
        assertTrue(link.find(), made.body());
        assertFalse(admin.get("/users").body().contains(link.group(1)));
        var ben = site.anonymous();
        assertEquals("/password", ben.post(link.group(1), Map.of()).location());
        assertEquals(403, ben.get("/users").status());
    }

    @Test
    void aWrongNameIsSaidBesideItsFieldAndStays() {
        for (var name : List.of("", "Ana", "a b", "<b>x</b>", "x".repeat(64), "-a", "ana")) {
            var answer = admin.post("/users", Map.of("name", name, "role", "operator"));
            assertEquals(422, answer.status(), name);
            assertTrue(answer.body().contains("aria-invalid=\"true\""), name);
            assertFalse(answer.body().contains("<b>x</b>"));
        }
        assertTrue(admin.post("/users", Map.of("name", "Wrong Name", "role", "operator")).body().contains("value=\"Wrong Name\""));
        assertEquals(422, admin.post("/users", Map.of("name", "ben", "role", "king")).status());
        assertEquals(1, site.people().list().size());
    }

    @Test
    void theLastAdminStays() {
        var id = id("ana");
        assertEquals(409, admin.post("/users/" + id + "/removal", Map.of()).status());
        assertEquals(409, admin.post("/users/" + id + "/role", Map.of("role", "viewer")).status());
        assertEquals("admin", site.people().byId(id).role());

        site.withPassword("ben", Role.ADMIN);
        assertEquals(303, admin.post("/users/" + id + "/role", Map.of("role", "viewer")).status());
        assertEquals("viewer", site.people().byId(id).role());
        assertEquals(403, admin.get("/users").status());
    }

    @Test
    void aRemovedPersonIsOutAtOnce() {
        var ben = site.signedIn("ben", Role.OPERATOR);
        assertEquals(200, ben.get("/settings").status());
        assertEquals("/users", admin.post("/users/" + id("ben") + "/removal", Map.of()).location());
        assertEquals(303, ben.get("/settings").status());
        assertTrue(admin.get("/users").body().contains("ben is removed"));
        assertFalse(admin.get("/users").body().contains("ben is removed"), "said once");
    }

    @Test
    void aNewLinkLetsSomebodyInWhoForgotThePassword() {
        site.withPassword("ben", Role.VIEWER);
        var body = admin.post("/users/" + id("ben") + "/link", Map.of()).body();
        var link = Pattern.compile("/signin/[A-Za-z0-9_-]{43}").matcher(body);
        assertTrue(link.find());
        var ben = site.anonymous();
        ben.post(link.group(), Map.of());
        ben.reading("/password");
        assertEquals(303, ben.post("/password", Map.of("password", "a new password", "repeated_password", "a new password")).status(), "the old one is not asked for");
    }

    @Test
    void theListCarriesNoSecretAsJson() {
        site.withPassword("ben", Role.VIEWER);
        var json = admin.get("/users", Map.of("Accept", "application/json"));
        assertTrue(json.header("Content-Type").startsWith("application/json"));
        assertTrue(json.body().contains("\"name\":\"ben\""), json.body());
        assertFalse(json.body().contains("argon2") || json.body().contains(admin.csrf()));
    }

    private long id(String name) {
        return site.people().secret(name).orElseThrow().id();
    }
}
