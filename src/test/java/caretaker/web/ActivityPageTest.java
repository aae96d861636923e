package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
import caretaker.Samples;
import caretaker.TestServer;
import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ActivityPageTest {
    private static Site site;
    private static Visitor operator;

    @BeforeAll
    static void open() {
        site = new Site();
        site.bench.with("create table wanted (id int)");
        var app = TestServer.login("activity_app", site.bench.address.database());
        site.bench.with("grant all on wanted to activity_app");
        operator = site.signedIn("an-operator", Role.OPERATOR);
        assertEquals("activity_app", app.user());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void theTreeShowsWhoBlocksWhomAndAStatementIsCancelledOnce() throws Exception {
        try (var holder = session("holder"); var waiter = session("waiter"); var third = session("third")) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table wanted in access exclusive mode");
            var waiting = runs(waiter, "select count(*) from wanted");
            var also = runs(third, "delete from wanted");
            await(2);
            measure();
            var locks = json("/activity").get("locks");
            assertEquals(3, locks.size(), locks.toString());
            assertEquals("holder", locks.get(0).at("/session/applicationName").asText());
            assertEquals(2, locks.get(0).get("below").asInt());
            assertEquals(1, locks.get(1).get("depth").asInt());
            assertEquals("public.wanted", locks.get(1).at("/session/relation").asText());
            assertEquals(TestServer.majorVersion() < 14, locks.get(1).at("/session/isAtMost").asBoolean());
            var session = StreamSupport.stream(locks.spliterator(), false).map(n -> n.get("session")).filter(s -> s.get("applicationName").asText().equals("waiter")).findFirst().orElseThrow();
            var path = "/activity/" + session.get("pid").asInt() + "/cancellation";
            var form = Map.of("in", "managed", "began", session.get("backendStart").asText(), "reason", "it waits too long");
            assertEquals(422, operator.post(path, Map.of("in", "managed", "began", form.get("began"), "reason", " ")).status(), "a reason is needed");
            assertEquals(409, operator.post(path, Map.of("in", "managed", "began", "2020-01-01T00:00:00Z", "reason", "x")).status(), "another session with this pid is not touched");
            assertEquals(403, site.signedIn("a-viewer", Role.VIEWER).post(path, form).status());
            assertEquals(303, operator.post(path, form).status());
            assertTrue(waiting.get().contains("canceling statement due to user request"), waiting.get());
            assertTrue(site.dump("maintenance_log").contains("it waits too long"), "the log says why");
            assertTrue(site.dump("maintenance_log").contains("an-operator"), "and who");
            var blocker = locks.get(0).get("session");
            assertEquals(303, operator.post("/activity/" + blocker.get("pid").asInt() + "/termination", Map.of("in", "managed", "began", blocker.get("backendStart").asText(),
                "reason", "holds a lock for nothing")).status());
            assertEquals("", also.get(), "the next in the queue goes on");
        }
    }

    @Test
    void ownAndForeignSessionsAreRefusedInWords() throws SQLException {
        measure();
        var own = StreamSupport.stream(json("/activity?filter=own").get("rows").spliterator(), false).findFirst().orElseThrow();
        var refused = operator.post("/activity/" + own.get("pid").asInt() + "/termination", Map.of("in", "managed", "began", own.get("backendStart").asText(), "reason", "x"));
        assertEquals(409, refused.status());
        assertTrue(refused.body().contains("own (caretaker"), refused.body());
        var weak = TestServer.login("activity_weak", site.bench.address.database());
        site.bench.with("grant pg_monitor to activity_weak");
        site.bench.databases.save("weak", weak, "development", "UTC", false, "test");
        try (var mine = TestServer.connect(site.bench.address); var app = session("to end")) {
            var supers = began(mine);
            var answer = operator.post("/activity/" + supers.get("pid").asInt() + "/termination", Map.of("in", "weak", "began", supers.get("began").asText(), "reason", "x"));
            assertTrue(answer.status() == 409 && answer.body().contains("belongs to the superuser"), answer.body());
            var others = began(app);
            answer = operator.post("/activity/" + others.get("pid").asInt() + "/cancellation", Map.of("in", "weak", "began", others.get("began").asText(), "reason", "x"));
            assertTrue(answer.status() == 409 && answer.body().matches("(?s).*(permission denied|must be a member of the role).*") && answer.body().contains("grant pg_signal_backend to"), answer.body());
        } finally {
            site.bench.databases.remove(site.bench.databases.byName("weak").id());
        }
    }

    @Test
    void aLoginShowsItsConnectionsInEveryStateAgainstItsLimit() {
        var id = site.bench.database.id();
        Samples.put(site.store(), id, "powers", "[{\"reads_stats\": true, \"signals\": true, \"max_connections\": 13, \"reserved_connections\": 3}]");
        Samples.put(site.store(), id, "roles", "[{\"name\": \"shop\", \"connection_limit\": 6}, {\"name\": \"free\", \"connection_limit\": -1}]");
        Samples.put(site.store(), id, "activity", Stream.of("shop active", "shop idle", "shop idle in transaction", "shop idle in transaction (aborted)", "shop disabled", "free idle", "new idle")
            .map(s -> s.split(" ", 2)).map(s -> "{\"pid\": 1, \"user_name\": \"" + s[0] + "\", \"database_name\": \"managed\", \"backend_type\": \"client backend\", \"state\": \"" + s[1]
                + "\", \"is_hidden\": false, \"is_own\": false}").collect(Collectors.joining(", ", "[", ", {\"pid\": 9, \"user_name\": \"free\", \"is_hidden\": true, \"is_own\": false}]")));
        var users = json("/activity").get("users");
        var shop = users.get(0);
        for (var state : List.of("active", "idle", "idleInTransaction", "aborted", "other")) {
            assertEquals(1, shop.get(state).asInt(), state);
        }
        assertEquals(5, shop.get("connections").asInt());
        assertEquals(6, shop.get("connectionLimit").asInt());
        assertTrue(shop.get("isNear").asBoolean(), "5 of 6");
        assertEquals(-1, users.get(1).get("connectionLimit").asInt());
        assertEquals(1, users.get(1).get("hidden").asInt());
        assertTrue(users.get(2).get("connectionLimit").isNull(), "a role that came after the roles were read");
        assertEquals(3, shop.get("allIdle").asInt());
        var text = operator.get("/activity").body();
        assertTrue(text.contains(">Aborted<") && text.contains(">none<") && text.contains("max_connections (13)"), text);
        measure();
    }

    @Test
    void longStatementsAndTheLimitAreCountedWithoutOurOwn() {
        var id = site.bench.database.id();
        Samples.put(site.store(), id, "powers", "[{\"reads_stats\": true, \"signals\": true, \"max_connections\": 13, \"reserved_connections\": 3}]");
        var common = "\"backend_type\": \"client backend\", \"database_name\": \"managed\", \"user_name\": \"app\", \"is_hidden\": false, \"is_superuser\": false, \"backend_start\": \"2020-01-01T00:00:00Z\"";
        Samples.put(site.store(), id, "activity", "[{\"pid\": 1, \"state\": \"active\", \"query_start\": \"2020-01-01T00:00:00Z\", \"query\": \"select slow\", \"is_own\": false, " + common
            + "}, {\"pid\": 2, \"state\": \"active\", \"query_start\": \"2020-01-01T00:00:00Z\", \"query\": \"vacuum\", \"is_own\": true, " + common + "}, {\"pid\": 3, \"state\": \"idle in transaction\","
            + "\"state_change\": \"2020-01-01T00:00:00Z\", \"query\": \"select 1\", \"is_own\": false, " + common + "}]");
        var page = json("/activity");
        assertEquals(1, page.at("/counts/longRunning").asInt());
        assertEquals(10, page.at("/counts/usable").asInt());
        assertEquals(1, page.at("/counts/own").asInt());
        assertEquals(1, page.at("/counts/idleInTransaction").asInt());
        assertEquals(1, json("/activity?filter=long").get("rows").size());
        measure();
    }

    private static JsonNode began(Connection connection) throws SQLException {
        try (var rows = connection.createStatement().executeQuery("select jsonb_build_object('pid', pid, 'began', to_char(backend_start at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'))"
            + " from pg_stat_activity where pid = pg_backend_pid()")) {
            rows.next();
            return Json.parse(rows.getString(1));
        }
    }

    /** An application's session of this name. */
    private static Connection session(String name) throws SQLException {
        var connection = TestServer.connect(TestServer.login("activity_app", site.bench.address.database()));
        connection.createStatement().execute("set application_name = '" + name + "'");
        return connection;
    }

    /** Runs a statement elsewhere; the result is PostgreSQL's sentence when it failed. */
    private static CompletableFuture<String> runs(Connection connection, String sql) {
        return CompletableFuture.supplyAsync(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return "";
            } catch (SQLException e) {
                return e.getMessage();
            }
        });
    }

    private static void await(int waiting) {
        Await.that(waiting + " wait", () -> site.bench.count("pg_locks where not granted") >= waiting);
    }

    private static void measure() {
        site.bench.collector.measureNow(site.bench.database.id());
    }

    private static JsonNode json(String path) {
        return Json.parse(operator.get(path, Map.of("Accept", "application/json")).body());
    }
}
