package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A database of many tables: a round stays cheap, pages stay fast, and a held table hangs nothing. Of the size that is promised; -Dtables=10000 judges by the time that is, a smaller one not by the clock. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManyTablesTest {
    private static final int TABLES = Integer.getInteger("tables", 10_000);
    private static final boolean JUDGED = TABLES >= 10_000;
    private static final Duration ROUND = Duration.ofSeconds(3);
    /** What is promised, where the size is asked for; else twice that, as the machine may have other work. */
    private static final Duration PAGE = Duration.ofMillis(System.getProperty("tables") == null ? 300 : 150);
    private static final String OURS = " where table_name ~ '^tenant_[0-9]+_events$'";
    private static Site site;
    private static List<String> pages;

    @BeforeAll
    static void open() {
        site = new Site();
        var began = System.nanoTime();
        TestServer.execute(site.bench.address, "do $make$ begin perform set_config('synchronous_commit', 'off', false); for i in 1.." + TABLES + " loop "
            + "execute format('create table %I (id bigint primary key, owner int, note text, at timestamptz)', 'tenant_' || i || '_events');"
            + "execute format('create index on %I (owner, at)', 'tenant_' || i || '_events');"
            + "if i % 50 = 0 then execute format('insert into %I select n, n, ''note'', timestamptz ''2026-06-15Z'' - n * interval ''1 day'' from generate_series(1, 500) n', 'tenant_' || i || '_events'); end if;"
            + "if i % 100 = 0 then commit; end if; end loop; end $make$");
        System.out.println(TABLES + " tables: made in " + ms(began) + " ms");
        pages = Addresses.of(site, "public.tenant_50_events");
        assertNull(site.bench.collector.measureNow(site.bench.database.id()).error());
        TestServer.execute(site.bench.storeAddress, "analyze"); // what autovacuum does within a minute
    }

    @AfterAll
    static void close() {
        site.close();
    }

    /** The second round finds most unchanged, as each round of a day does. */
    @Test
    @Order(1)
    void aRoundCostsTheDatabaseLittle() {
        var cost = best(ROUND, ManyTablesTest::round);
        System.out.println(TABLES + " tables: " + cost + " ms of the database for a round; "
            + store("select string_agg(series || ' ' || took_ms, ', ' order by took_ms desc) from caretaker_store.series where took_ms > 20")
            + "; relations " + store("select sample_ms from caretaker_store.database"));
        assertTrue(!JUDGED || cost < ROUND.toMillis(), cost + " ms");
        assertEquals(String.valueOf(2 * TABLES), store("select count(*) from caretaker_store.index" + OURS));
    }

    @Test
    @Order(2)
    void eachPageIsReadFromTheStoreAtOnce() {
        var admin = site.signedIn("an-admin", Role.ADMIN);
        var measured = new TreeMap<String, Long>();
        var all = new ArrayList<>(pages);
        all.addAll(List.of("/tables?sort=name&page=3", "/tables?q=tenant_77", "/tables?filter=large", "/indexes?sort=-size&page=3", "/indexes?q=tenant_77", "/growth?q=tenant_77", "/bloat?sort=name"));
        for (var path : all) {
            assertTrue(admin.get(path).status() < 400, path);
            measured.put(path, best(PAGE, () -> slowOf(admin, path)));
        }
        System.out.println(TABLES + " tables, ms at the 95th percentile: " + measured);
        measured.values().removeIf(ms -> !JUDGED || ms < PAGE.toMillis());
        assertEquals("{}", measured.toString());
    }

    @Test
    @Order(3)
    void oneHeldTableHangsNothing() throws SQLException {
        try (var holder = TestServer.connect(site.bench.address); var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table tenant_50_events in access exclusive mode");
            var began = System.nanoTime();
            round();
            assertTrue(ms(began) < Duration.ofSeconds(20).toMillis());
        }
        assertEquals(String.valueOf(2 * TABLES), store("select count(*) from caretaker_store.index" + OURS));
        assertEquals("f", store("select size_exact from caretaker_store.relation where relation_name = 'tenant_50_events'"));
    }

    /** What a round of all series cost the database, in milliseconds. */
    private static long round() {
        site.bench.now = site.bench.now.plus(Duration.ofMinutes(10));
        assertNull(site.bench.collector.measureNow(site.bench.database.id()).error());
        assertNull(store("select string_agg(series || ': ' || error, '; ') from caretaker_store.series where error not like 'The extension%'"));
        return Long.parseLong(store("select (select sum(took_ms) from caretaker_store.series) + (select sample_ms from caretaker_store.database)"));
    }

    /** The second slowest of twenty answers. */
    private static long slowOf(Visitor visitor, String path) {
        var times = new long[20];
        for (int n = 0; n < times.length; n++) {
            var began = System.nanoTime();
            visitor.get(path);
            times[n] = ms(began);
        }
        Arrays.sort(times);
        return times[18];
    }

    /** A busy machine makes one measurement slow, and the first ones warm it up: the best of up to five counts. */
    private static long best(Duration limit, LongSupplier measurement) {
        long least = measurement.getAsLong();
        for (int n = 1; n < 5 && least >= limit.toMillis() * 2 / 3; n++) {
            least = Math.min(least, measurement.getAsLong());
        }
        return least;
    }

    private static long ms(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    private static String store(String query) {
        return TestServer.value(site.bench.storeAddress, query);
    }
}
