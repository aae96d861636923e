package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.run.Catalogue;
import caretaker.web.Visitor.Answer;
import caretaker.web.Web.Route;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every route with every role, derived from the table: a new route is covered by being there. */
class RoutesTest {
    /** Values for what stands in braces; they name nothing that exists, so that a permitted change changes nothing. */
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");
    private static final Map<String, String> JSON = Map.of("Accept", "application/json");
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

    @Test
    @Catalogue("G1")
    void everyRouteDeclaresOneRoleOnce() {
        var seen = new HashSet<String>();
        assertFalse(site.web().table().isEmpty());
        for (var route : site.web().table()) {
            assertNotNull(route.role(), route.toString());
            assertTrue(seen.add(route.method() + " " + route.path()), () -> "twice: " + route);
        }
    }

    @Test
    void routesAreMadeInOnePlaceOnly() throws IOException {
        var direct = Pattern.compile("\\broutes\\s*\\.\\s*(get|post|put|patch|delete|head|options|addHttpHandler|apiBuilder|sse|ws)\\s*\\(");
        try (var files = Files.list(Path.of("src/main/java/caretaker/web"))) {
            var found = files.flatMap(RoutesTest::lines).filter(line -> direct.matcher(line).find()).toList();
            assertEquals(1, found.size(), () -> "a route outside the table: " + found);
        }
    }

    @Test
    @Catalogue("G5")
    void whatChangesSomethingIsAPostAndNeedsAPerson() {
        for (var route : site.web().table()) {
            assertTrue(List.of(HandlerType.GET, HandlerType.HEAD, HandlerType.POST).contains(route.method()), route.toString());
            assertTrue(route.role() != Role.OPEN || route.method() != HandlerType.POST || route.path().startsWith("/signin"), () -> "open to everybody: " + route);
        }
    }

    @TestFactory
    @Catalogue("G1")
    Stream<DynamicTest> anonymousSignsInFirst() {
        return each(route -> {
            var html = ask(site.anonymous(), route, Map.of());
            if (route.role() == Role.OPEN) {
                permitted(route, html);
                return;
            }
            assertEquals(303, html.status());
            assertTrue(html.location().startsWith("/signin"), html.location());
            assertEquals(401, ask(site.anonymous(), route, JSON).status());
        });
    }

    @TestFactory
    @Catalogue("G2")
    Stream<DynamicTest> aViewerMayWhatViewersMay() {
        return as(Role.VIEWER);
    }

    @TestFactory
    @Catalogue("G2")
    Stream<DynamicTest> anOperatorMayWhatOperatorsMay() {
        return as(Role.OPERATOR);
    }

    @TestFactory
    Stream<DynamicTest> anAdminMayEverything() {
        return as(Role.ADMIN);
    }

    private Stream<DynamicTest> as(Role role) {
        return each(route -> {
            for (var headers : List.of(Map.<String, String>of(), JSON)) {
                var answer = ask(site.signedIn("a-" + role.word(), role), route, headers);
                if (role.includes(route.role())) {
                    permitted(route, answer);
                } else {
                    assertEquals(403, answer.status(), answer.body());
                    assertTrue(answer.body().contains("needs the role " + route.role().word()), answer.body());
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> headIsNoWayRound() {
        return each(route -> {
            var answer = site.anonymous().send("HEAD", filled(route.path()), null, Map.of());
            assertEquals("", answer.body());
            assertEquals(List.of(), answer.response().headers().allValues("Set-Cookie"));
            var open = site.web().table().contains(new Route(HandlerType.HEAD, route.path(), Role.OPEN)) || route.path().startsWith("/static/");
            assertTrue(open || answer.status() != 200, "HEAD was answered " + answer.status());
        });
    }

    @TestFactory
    Stream<DynamicTest> anotherMethodIsNoWayRound() {
        var methods = List.of("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "PROPFIND", "get");
        return each(route -> assertAll(methods.stream().map(method -> () -> {
            for (var visitor : List.of(site.anonymous(), site.signedIn("a-viewer", Role.VIEWER))) {
                for (var headers : List.of(Map.<String, String>of(), Map.of("X-HTTP-Method-Override", route.method().name()))) {
                    var answer = visitor.send(method, filled(route.path()), "_csrf=" + visitor.csrf(), headers);
                    assertTrue(answer.status() >= 400 && answer.status() != 500, method + " " + headers + " was answered " + answer.status());
                }
            }
        })));
    }

    @Test
    @Catalogue("G5")
    void aReadDressedAsAChangeNeedsTheToken() {
        var admin = site.signedIn("an-admin", Role.ADMIN);
        var answer = admin.send("GET", "/users?name=smuggled&role=admin", null, Map.of("X-HTTP-Method-Override", "POST"));
        assertTrue(answer.status() >= 400, "answered " + answer.status());
        assertEquals(List.of(), site.people().list().stream().filter(p -> p.name().equals("smuggled")).toList());
    }

    @TestFactory
    @Catalogue("G23")
    Stream<DynamicTest> anotherSpellingIsNoWayRound() {
        return each(route -> {
            if (route.role() != Role.ADMIN || route.method() != HandlerType.GET) {
                return;
            }
            var path = filled(route.path());
            for (var spelled : List.of(path + "/", path.toUpperCase(), "/" + path, path + ";x=1", "/." + path, "/x/.." + path, "/%2e" + path,
                path.replaceFirst("/(.)", "/%" + Integer.toHexString(path.charAt(1))), path + "%00", path + "?role=admin")) {
                var answer = site.signedIn("a-viewer", Role.VIEWER).get(spelled);
                assertTrue(answer.status() >= 400 && answer.status() < 500, spelled + " was answered " + answer.status());
            }
        });
    }

    @Test
    void whatIsNotInTheTableIsNotThere() {
        assertEquals(404, site.anonymous().get("/no-such-page").status());
        assertEquals(404, site.signedIn("a-viewer", Role.VIEWER).get("/no-such-page").status());
        assertEquals(404, site.signedIn("a-viewer", Role.VIEWER).post("/no-such-page", Map.of()).status());
    }

    @Test
    @Catalogue("G17")
    void aRoleTakenAwayIsGoneWithTheNextClick() {
        var visitor = site.signedIn("falls", Role.ADMIN);
        assertEquals(200, visitor.get("/users").status());
        site.people().role(site.people().secret("falls").orElseThrow().id(), Role.OPERATOR);
        assertEquals(403, visitor.get("/users").status());
    }

    private static void permitted(Route route, Answer answer) {
        assertTrue(answer.status() < 500, () -> answer.status() + " " + answer.body());
        assertFalse(List.of(401, 403, 405).contains(answer.status()), () -> answer.status() + " " + answer.body());
        assertTrue(route.path().equals("/signout") || !answer.location().startsWith("/signin"), "sent to sign in");
        if (route.method() == HandlerType.GET && !PARAMETER.matcher(route.path()).find()) {
            assertTrue(List.of(200, 303, 422).contains(answer.status()), () -> answer.status() + " " + answer.body());
        }
    }

    private static Answer ask(Visitor visitor, Route route, Map<String, String> headers) {
        var path = filled(route.path());
        return route.method() == HandlerType.POST ? visitor.post(path, Map.of(), headers) : visitor.send(route.method().name(), path, null, headers);
    }

    private static String filled(String path) {
        return PARAMETER.matcher(path).replaceAll("999999999");
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Check {
        void of(Route route);
    }

    private static Stream<DynamicTest> each(Check check) {
        return site.web().table().stream().map(route -> DynamicTest.dynamicTest(route.method() + " " + route.path(), () -> check.of(route)));
    }
}
