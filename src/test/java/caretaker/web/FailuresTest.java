package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.run.Catalogue;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What each answer carries whatever became of the request: the headers that bind the browser, and never more than people should read. */
class FailuresTest {
    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(() -> {
            throw new IllegalStateException("secret-detail jdbc:postgresql://db.internal/prod?password=hunter2");
        });
        site.signedIn("keeper", Role.ADMIN);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @TestFactory
    @Catalogue("G20")
    Stream<DynamicTest> eachRouteBindsTheBrowser() {
        return site.web().table().stream().map(route -> DynamicTest.dynamicTest(route.method() + " " + route.path(), () -> {
            var path = route.path().replaceAll("\\{[^}]+}", "999999999");
            for (var visitor : List.of(site.anonymous(), site.signedIn("viewer", Role.VIEWER), site.signedIn("admin", Role.ADMIN))) {
                var answer = route.method() == HandlerType.POST ? visitor.post(path, Map.of()) : visitor.send(route.method().name(), path, null, Map.of());
                bound(answer);
                clean(answer);
            }
        }));
    }

    @Test
    void whatIsNoRouteBindsTheBrowserToo() {
        for (var path : List.of("/no-such-page", "/static/app.css", "/static/none.css", "/static/lib/htmx/htmx.min.js", "/favicon.ico", "/static/../pom.xml")) {
            var answer = site.anonymous().get(path);
            bound(answer);
            clean(answer);
        }
        bound(site.anonymous().send("HEAD", "/users", null, Map.of()));
    }

    @Test
    @Catalogue("G19")
    void aDefectShowsAnIdAndKeepsTheRestForTheLog() {
        for (var accept : List.of("text/html", "application/json", "*/*")) {
            var answer = site.signedIn("admin", Role.ADMIN).get("/readyz", Map.of("Accept", accept));
            assertEquals(500, answer.status());
            assertTrue(answer.body().matches("(?s).*tells more under [0-9a-f]{8}.*"), answer.body());
            bound(answer);
            clean(answer);
        }
    }

    @Test
    void errorsAreJsonForThoseWhoAskForJson() {
        var answer = site.signedIn("viewer", Role.VIEWER).get("/users", Map.of("Accept", "application/json"));
        assertEquals(403, answer.status());
        assertTrue(answer.header("Content-Type").startsWith("application/json"));
        assertEquals("{\"error\":\"This needs the role admin; viewer is a viewer.\"}", answer.body().replaceAll("\\s*:\\s*", ":").trim());
    }

    @Test
    void whatWasTypedIsTextInTheErrorPage() {
        var hostile = "<script>alert(1)</script>";
        var visitor = site.signedIn("admin", Role.ADMIN);
        for (var path : List.of("/jump?q=" + InView.encode(hostile), "/settings?database=" + InView.encode(hostile), "/" + InView.encode(hostile),
            "/signin?to=" + InView.encode("/\"" + hostile))) {
            assertFalse(visitor.get(path).body().contains("<script>alert"), path);
        }
    }

    @Test
    void aRequestTooLargeIsRefused() {
        var answer = site.signedIn("admin", Role.ADMIN).post("/users", Map.of("name", "x".repeat(1_100_000)));
        assertEquals(413, answer.status());
        clean(answer);
    }

    @Test
    void whatIsNoHttpGetsNoStackTraceEither() throws IOException {
        for (var request : List.of("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
            "NONSENSE\r\n\r\n", "POST /signin HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", "GET /signin HTTP/1.1\r\n\r\n")) {
            var answer = raw(request);
            assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
            assertFalse(answer.contains("\tat ") || answer.contains("Jetty") || answer.contains("Caused"), answer);
        }
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", site.web().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void bound(Visitor.Answer answer) {
        var policy = answer.header("Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; "), policy);
        assertFalse(policy.contains("unsafe") || policy.contains("*") || policy.contains("http"), policy);
        for (var word : List.of("script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'")) {
            assertTrue(policy.contains(word), policy);
        }
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
        assertEquals("DENY", answer.header("X-Frame-Options"));
        assertEquals("same-origin", answer.header("Referrer-Policy"));
        assertEquals("", answer.header("Server"));
        assertEquals("", answer.header("Access-Control-Allow-Origin"));
    }

    private static void clean(Visitor.Answer answer) {
        var type = answer.header("Content-Type");
        if (answer.status() >= 400 || type.startsWith("text/html")) {
            for (var word : List.of("\tat ", "at caretaker.", "Exception", "java.lang", "secret-detail", "hunter2", "org.postgresql", "th:", "~{")) {
                assertFalse(answer.body().contains(word), () -> word + " in " + answer.body());
            }
        }
        assertTrue(!type.startsWith("text/html") || type.toLowerCase().contains("charset=utf-8"), type);
    }
}
