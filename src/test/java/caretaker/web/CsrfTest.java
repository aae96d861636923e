package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.run.Catalogue;
import io.javalin.http.HandlerType;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A change that another site sends in a person's name is not carried out, on any route. */
class CsrfTest {
    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site();
        site.signedIn("keeper", Role.ADMIN);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @TestFactory
    @Catalogue("G4")
    Stream<DynamicTest> aChangeNeedsTheTokenOfThisSession() {
        return posts(path -> {
            var other = site.signedIn("other", Role.ADMIN).csrf();
            for (var token : new String[] {"", "nonsense", other}) {
                var answer = site.signedIn("admin", Role.ADMIN).post(path, Map.of("_csrf", token));
                refused(answer, "out of date");
            }
            var none = site.signedIn("admin", Role.ADMIN).send("POST", path, "name=x", Map.of());
            refused(none, "out of date");
            var header = site.signedIn("admin", Role.ADMIN).send("POST", path, "name=x", Map.of("X-CSRF-Token", other));
            refused(header, "out of date");
        });
    }

    @TestFactory
    @Catalogue("G4")
    Stream<DynamicTest> aChangeFromAnotherSiteIsRefusedEvenWithTheToken() {
        return posts(path -> {
            for (var headers : new Map[] {Map.of("Sec-Fetch-Site", "cross-site"), Map.of("Sec-Fetch-Site", "same-site"), Map.of("Origin", "http://evil.example"),
                Map.of("Origin", "null"), Map.of("Origin", "http://127.0.0.1:1"), Map.of("Origin", "http://evil.example", "Sec-Fetch-Site", "same-origin")}) {
                @SuppressWarnings("unchecked") var sent = (Map<String, String>) headers;
                refused(site.signedIn("admin", Role.ADMIN).post(path, Map.of(), sent), "another site");
            }
        });
    }

    @Test
    void signingInFromAnotherSiteIsRefusedToo() {
        site.withPassword("ana", Role.VIEWER);
        var visitor = site.anonymous();
        refused(visitor.post("/signin", Map.of("name", "ana", "password", Site.PASSWORD), Map.of("Sec-Fetch-Site", "cross-site")), "another site");
        var link = site.people().link("ana");
        refused(visitor.post("/signin/" + link, Map.of(), Map.of("Origin", "http://evil.example")), "another site");
        assertTrue(!visitor.hasSession());
        assertEquals("/password", visitor.post("/signin/" + link, Map.of()).location(), "and the link was not used up by it");
    }

    @Test
    void theOwnPageMay() {
        var visitor = site.signedIn("admin", Role.ADMIN);
        var own = Map.of("Origin", site.address(), "Sec-Fetch-Site", "same-origin", "Referer", site.address() + "/users");
        assertEquals(303, visitor.post("/settings", Map.of("theme", "dark"), own).status());
        assertEquals(303, visitor.post("/settings", Map.of("theme", "light"), Map.of("Sec-Fetch-Site", "none")).status());
    }

    private static void refused(Visitor.Answer answer, String why) {
        assertEquals(403, answer.status(), answer.body());
        assertTrue(answer.body().contains(why), answer.body());
    }

    private interface Check {
        void of(String path);
    }

    private static Stream<DynamicTest> posts(Check check) {
        return site.web().table().stream().filter(r -> r.method() == HandlerType.POST && r.role() != Role.OPEN)
            .map(r -> DynamicTest.dynamicTest(r.path(), () -> check.of(r.path().replaceAll("\\{[^}]+}", "999999999"))));
    }
}
