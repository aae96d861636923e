package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.Workbench;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counters tell of the last day, sampled from a real database: what came before it, and a reset, count for nothing. */
class CountersTest {
    private static final String READ = "set enable_indexscan = off; set enable_bitmapscan = off; set max_parallel_workers_per_gather = 0;"
        + " select count(*) from public.big where n = 7;".repeat(3);
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench().with("create table public.big as select g as n from generate_series(1, 20000) as g; create index on public.big (n); create table public.small (n integer); analyze public.big");
        bench.now = Instant.now();
        bench.checks.set(bench.database.id(), "sequential_scans", Map.of("scans", "3"), "test");
        bench.checks.set(bench.database.id(), "checkpoints", Map.of("floor", "2"), "test");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void scansCountForADay() {
        bench.with(READ);
        sampled(Duration.ZERO);
        assertEquals("unknown", ask("sequential_scans").severity(), "one sample tells nothing");
        sampled(Duration.ofHours(1));
        assertEquals("ok", ask("sequential_scans").severity(), "what was before the first sample");
        bench.with(READ);
        sampled(Duration.ofHours(1));
        var found = ask("sequential_scans").findings();
        assertEquals("public.big", found.get(0).target());
        assertEquals("3 of 3 scans within 2.0 hours read the table from end to end, 20,000 rows each on average, limit 50 %.", found.get(0).detail());
        assertEquals(1, found.size());
        sampled(Duration.ofHours(20));
        assertEquals("warning", ask("sequential_scans").severity());
        sampled(Duration.ofHours(4));
        assertEquals("ok", ask("sequential_scans").severity(), "a day later");
        assertEquals("3", TestServer.value(bench.storeAddress, "select count(*) from caretaker_store.table_scan"), "a day is kept, of the large table");
    }

    @Test
    void aResetCountsFromZero() {
        bench.with(READ + READ);
        sampled(Duration.ZERO);
        bench.with("select pg_stat_reset()");
        bench.with(READ);
        sampled(Duration.ofHours(1));
        assertTrue(ask("sequential_scans").findings().get(0).detail().startsWith("3 of 3 scans"), ask("sequential_scans").toString());
    }

    @Test
    void checkpointsCountForADay() {
        bench.with("checkpoint; checkpoint; checkpoint");
        sampled(Duration.ZERO);
        assertEquals("unknown", ask("checkpoints").severity());
        bench.with("checkpoint; checkpoint; checkpoint");
        sampled(Duration.ofHours(1));
        var found = ask("checkpoints").findings().get(0);
        assertTrue(found.detail().matches("\\d of \\d checkpoints within 1.0 hours were requested, limit 50 %; max_wal_size is 1024 MB."), found.detail());
        sampled(Duration.ofHours(20));
        sampled(Duration.ofHours(5));
        var later = ask("checkpoints");
        assertEquals("ok", later.severity(), later.toString());
        assertTrue(later.detail().contains("within 5.0 hours"), later.detail());
    }

    private void sampled(Duration later) {
        TestServer.settle(bench.address);
        bench.now = bench.now.plus(later);
        assertEquals(null, bench.collector.measureNow(bench.database.id()).error());
    }

    private Answer ask(String check) {
        return bench.checks.ask(bench.database.id(), List.of(check)).get(check);
    }
}
