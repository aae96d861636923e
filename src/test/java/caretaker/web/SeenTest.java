package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Samples;
import caretaker.TestServer;
import caretaker.db.Address;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The pages that only look, over databases seen by a login with pg_monitor only and by one without any right: each is whole and says what is unknown. */
class SeenTest {
    private static final List<String> PAGES = List.of("/vacuum", "/activity", "/partitions", "/server", "/security", "/views", "/growth", "/bloat");
    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site();
        var own = site.bench.address;
        site.bench.with("create table events (id serial primary key, at timestamptz); create table secret (id int); create materialized view sums as select count(*) from events;"
            + "create table materialized_view_metadata (view_name text, last_refreshed timestamptz, records_processed bigint, refresh_duration_seconds numeric)");
        var monitor = TestServer.login("seen_monitor", own.database());
        var bare = TestServer.login("seen_bare", own.database());
        TestServer.execute(own, "grant pg_monitor to seen_monitor");
        save("monitor", monitor);
        save("bare", bare);
    }

    /** An operator who looks at what this login has just seen, while a stranger is connected; what belongs to the server is shared by its databases. */
    private static Visitor as(String login) {
        try (var busy = TestServer.connect(site.bench.address)) {
            assertTrue(busy.isValid(1));
            site.bench.collector.measureNow(site.bench.databases.byName(login).id());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return site.signedIn("an-operator", Role.OPERATOR);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @TestFactory
    Stream<DynamicTest> eachPageIsWholeForEachLogin() {
        return PAGES.stream().flatMap(path -> Stream.of("monitor", "bare").map(login -> DynamicTest.dynamicTest(path + " " + login, () -> {
            var visitor = as(login);
            var page = visitor.get(path + "?database=" + login);
            assertEquals(200, page.status(), page.body());
            assertTrue(page.body().trim().endsWith("</html>"), "whole");
            assertEquals(200, visitor.get(path + "?database=" + login, Map.of("Accept", "application/json")).status());
            assertEquals(200, visitor.get(path).status(), "over all databases");
        })));
    }

    @Test
    void aLoginWithoutRightsIsToldTheGrant() {
        var visitor = as("bare");
        for (var path : List.of("/activity", "/vacuum")) {
            var bare = visitor.get(path + "?database=bare").body();
            assertTrue(bare.contains("grant pg_monitor to &quot;seen_bare&quot;") && bare.contains("ct-unk"), path + bare);
        }
        visitor = as("monitor");
        assertTrue(!visitor.get("/vacuum?database=monitor").body().contains("grant pg_monitor"));
        assertTrue(visitor.get("/activity?database=monitor").body().contains("grant pg_signal_backend to &quot;seen_monitor&quot;"));
    }

    @Test
    void aDatabaseThatWasNeverReachedIsUnknownEverywhere() {
        var id = site.bench.databases.save("silent", new Address("127.0.0.1", 1, "none", "nobody", "x", "disable"), "development", "UTC", false, "test").id();
        var visitor = site.signedIn("an-operator", Role.OPERATOR);
        for (var path : PAGES.stream().filter(p -> !p.equals("/growth")).toList()) {
            var body = visitor.get(path + "?database=silent").body();
            assertTrue(body.contains("has not been read yet") && body.contains("unknown"), path + body);
        }
        Samples.fail(site.store(), id, "activity", "connection refused");
        assertTrue(visitor.get("/activity?database=silent").body().contains("connection refused."));
    }

    private static void save(String name, Address address) {
        site.bench.databases.save(name, address, "development", "UTC", false, "test");
    }
}
