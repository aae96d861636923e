package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** While somebody holds a table under ACCESS EXCLUSIVE no page hangs and none fails: derived from the route table, a new page is covered by being there. */
class HeldTableTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(3); // the time limit for reading is ten
    private static Site site;
    private static List<String> pages;
    private static Visitor admin;
    private static Connection holder;

    @BeforeAll
    static void open() throws SQLException {
        site = new Site();
        site.bench.with("create table held (id bigint primary key, at timestamptz, note text); create index on held (lower(note)) where note <> ''; create index on held (at);"
            + "create table child (id int, held bigint references held); create materialized view sums as select count(*) from held;"
            + "insert into held select n, timestamptz '2026-06-15Z' - n * interval '1 day', 'x' from generate_series(1, 300) n; analyze");
        pages = Addresses.of(site, "public.held");
        site.bench.collector.measureNow(site.bench.database.id());
        admin = site.signedIn("an-admin", Role.ADMIN);
        pages.forEach(path -> assertTrue(admin.get(path).status() < 400, path)); // the first answer of a page is slow for reasons of its own
        holder = TestServer.connect(site.bench.address);
        holder.setAutoCommit(false);
        holder.createStatement().execute("lock table held, held_archive in access exclusive mode");
    }

    @AfterAll
    static void close() throws SQLException {
        holder.close();
        site.close();
    }

    @TestFactory
    Stream<DynamicTest> eachPageAnswersAtOnce() {
        return pages.stream().flatMap(path -> Stream.of("text/html", "application/json").map(kind -> DynamicTest.dynamicTest(path + " as " + kind, () -> {
            var began = System.nanoTime();
            var answer = admin.get(path, Map.of("Accept", kind));
            var took = Duration.ofNanos(System.nanoTime() - began);
            assertTrue(answer.status() < 400, () -> answer.status() + " " + answer.body());
            assertTrue(took.compareTo(AT_ONCE) < 0, took + " for " + path);
        })));
    }
}
