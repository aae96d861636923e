package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.run.Catalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in, by link and by name, and how sessions end. */
class SigninTest {
    private static final String OTHER = "another good password";
    private Site site;

    @BeforeEach
    void open() {
        site = new Site();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    @Catalogue("G12")
    void theFirstLinkMakesAnAdminWhoSetsAPassword() {
        assertTrue(site.people().nobodyHasPassword());
        var link = "/signin/" + site.people().link(null);
        var visitor = site.anonymous();
        assertTrue(visitor.get(link).body().contains("Sign in as admin"));
        var used = visitor.post(link, Map.of());
        assertEquals(303, used.status());
        assertEquals("/password", used.location());
        visitor.reading("/password");
        var set = visitor.post("/password", Map.of("password", Site.PASSWORD, "repeated_password", Site.PASSWORD));
        assertEquals(303, set.status(), set.body());
        assertEquals(200, visitor.get("/users").status());
        assertFalse(site.people().nobodyHasPassword());
    }

    @Test
    void lookingAtALinkDoesNotUseItAndUsingItDoesOnce() {
        var link = "/signin/" + site.people().link(null);
        for (int preview = 0; preview < 3; preview++) {
            var answer = site.anonymous().get(link);
            assertEquals(200, answer.status());
            assertTrue(answer.response().headers().allValues("Set-Cookie").isEmpty());
        }
        var first = site.anonymous();
        assertEquals("/password", first.post(link, Map.of()).location());
        assertTrue(first.hasSession());

        var second = site.anonymous();
        assertTrue(second.post(link, Map.of()).body().contains("does not work any more"));
        assertFalse(second.hasSession());
        assertTrue(second.get(link).body().contains("does not work any more"));
    }

    @Test
    void aLinkExpiresAfterADay() {
        var link = "/signin/" + site.people().link(null);
        site.bench.now = site.bench.now.plus(Duration.ofHours(24)).plusSeconds(1);
        var visitor = site.anonymous();
        assertTrue(visitor.get(link).body().contains("does not work any more"));
        assertTrue(visitor.post(link, Map.of()).body().contains("does not work any more"));
        assertFalse(visitor.hasSession());
    }

    @Test
    void aNewerLinkReplacesTheOlderOne() {
        var older = site.people().link(null);
        var newer = site.people().link(null);
        assertFalse(signedInBy(older));
        assertTrue(signedInBy(newer));
    }

    @Test
    void somebodySignsInByNameAndGoesWhereTheyWanted() {
        site.withPassword("ana", Role.VIEWER);
        var visitor = site.anonymous();
        var sent = visitor.get("/settings?database=managed");
        assertEquals("/signin?to=%2Fsettings%3Fdatabase%3Dmanaged", sent.location());
        var form = visitor.get(sent.location()).body();
        assertTrue(form.contains("value=\"/settings?database=managed\""), form);
        var answer = visitor.post("/signin", Map.of("name", "ana", "password", Site.PASSWORD, "to", "/settings?database=managed"));
        assertEquals("/settings?database=managed", answer.location());
        assertEquals(200, visitor.get("/settings").status());
        var cookie = answer.header("Set-Cookie");
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), cookie);
    }

    @Test
    @Catalogue("G14")
    void nobodyIsSentToAnotherSite() {
        site.withPassword("ana", Role.VIEWER);
        for (var to : new String[] {"//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/x\r\nX: y", ""}) {
            var answer = site.anonymous().post("/signin", Map.of("name", "ana", "password", Site.PASSWORD, "to", to));
            assertEquals("/", answer.location(), to);
        }
    }

    @Test
    @Catalogue("G13")
    void aWrongPasswordSaysNothingAboutTheName() {
        site.withPassword("ana", Role.VIEWER);
        var wrong = site.signIn(site.anonymous(), "ana", "wrong");
        var unknown = site.signIn(site.anonymous(), "nobody", "wrong");
        assertEquals(422, wrong.status());
        assertEquals(422, unknown.status());
        assertEquals(wrong.body().replace("\"ana\"", ""), unknown.body().replace("\"nobody\"", ""));
        assertTrue(wrong.body().contains("value=\"ana\""), "what was typed stays");
        assertFalse(wrong.body().contains("\"wrong\""), "but not the password");
    }

    @Test
    @Catalogue("G13")
    void fiveWrongPasswordsLockTheNameForAQuarterOfAnHour() {
        site.withPassword("ana", Role.VIEWER);
        for (int i = 0; i < 5; i++) {
            assertEquals(422, site.signIn(site.anonymous(), "ana", "wrong").status());
        }
        assertEquals(422, site.signIn(site.anonymous(), "ana", Site.PASSWORD).status(), "locked");
        site.bench.now = site.bench.now.plus(Duration.ofMinutes(14));
        assertEquals(422, site.signIn(site.anonymous(), "ana", Site.PASSWORD).status(), "still locked");
        site.bench.now = site.bench.now.plus(Duration.ofMinutes(2));
        assertEquals(303, site.signIn(site.anonymous(), "ana", Site.PASSWORD).status(), "open again");
    }

    @Test
    void aRightPasswordForgetsTheWrongOnes() {
        site.withPassword("ana", Role.VIEWER);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 4; i++) {
                site.signIn(site.anonymous(), "ana", "wrong");
            }
            assertEquals(303, site.signIn(site.anonymous(), "ana", Site.PASSWORD).status());
        }
    }

    @Test
    @Catalogue("G11")
    void signingOutEndsTheSessionItselfNotOnlyTheCookie() {
        var visitor = site.signedIn("ana", Role.VIEWER);
        var token = site.people().open(site.people().secret("ana").orElseThrow().id());
        var copy = site.anonymous().with(token, site.people().session(token).orElseThrow().csrf());
        var original = site.anonymous().with(token, copy.csrf());
        assertEquals("/signin", original.post("/signout", Map.of()).location());
        assertFalse(original.hasSession());
        assertEquals(303, copy.get("/settings").status(), "the stolen copy is of no use");
        assertEquals(200, visitor.get("/settings").status(), "another session of the person goes on");
    }

    @Test
    void aNewPasswordEndsTheOtherSessionsAndNeedsTheOldOne() {
        site.withPassword("ana", Role.VIEWER);
        var here = site.anonymous();
        var there = site.anonymous();
        site.signIn(here, "ana", Site.PASSWORD);
        site.signIn(there, "ana", Site.PASSWORD);
        here.reading("/password");

        var wrong = here.post("/password", Map.of("old_password", "wrong", "password", OTHER, "repeated_password", OTHER));
        assertEquals(422, wrong.status());
        assertTrue(wrong.body().contains("not the password you have now"));
        assertEquals(303, here.post("/password", Map.of("old_password", Site.PASSWORD, "password", OTHER, "repeated_password", OTHER)).status());

        assertEquals(200, here.get("/settings").status());
        assertEquals(303, there.get("/settings").status());
        assertEquals(422, site.signIn(site.anonymous(), "ana", Site.PASSWORD).status());
        assertEquals(303, site.signIn(site.anonymous(), "ana", OTHER).status());
    }

    @Test
    void aPasswordIsLongEnoughTypedTwiceAndNotTheName() {
        var visitor = site.anonymous();
        var link = "/signin/" + site.people().link(null);
        visitor.post(link, Map.of());
        visitor.reading("/password");
        for (var typed : new String[][] {{"short", "short"}, {"x".repeat(201), "x".repeat(201)}, {Site.PASSWORD, OTHER}, {"", ""}}) {
            var answer = visitor.post("/password", Map.of("password", typed[0], "repeated_password", typed[1]));
            assertEquals(422, answer.status(), typed[0]);
            assertTrue(answer.body().contains("aria-invalid=\"true\""));
        }
        assertTrue(site.people().nobodyHasPassword());
    }

    @Test
    @Catalogue("G11")
    void sessionsSurviveARestartAndEndAfterTwelveHours() {
        var visitor = site.signedIn("ana", Role.VIEWER);
        site.restart();
        assertEquals(200, visitor.get("/settings").status());
        site.bench.now = site.bench.now.plus(Duration.ofHours(12)).plusSeconds(1);
        assertEquals(303, visitor.get("/settings").status());
    }

    @Test
    @Catalogue("J7")
    void theStoreKeepsNoSecretInClear() {
        site.withPassword("ana", Role.VIEWER);
        var link = site.people().link("ana");
        var session = site.people().open(site.people().secret("ana").orElseThrow().id());
        var kept = site.dump("person") + site.dump("signin_link") + site.dump("web_session");
        for (var secret : new String[] {Site.PASSWORD, link, session}) {
            assertFalse(kept.contains(secret) || kept.contains(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8))));
        }
        assertTrue(kept.contains("$argon2id$"));
    }

    private boolean signedInBy(String token) {
        var visitor = site.anonymous();
        visitor.post("/signin/" + token, Map.of());
        return visitor.hasSession();
    }
}
