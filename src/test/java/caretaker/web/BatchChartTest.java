package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.plan.Plan;
import caretaker.run.Runs;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchChartTest {
    private static final Instant NINE = Instant.parse("2026-06-15T09:00:00Z");

    private static Runs.BatchRow batch(int no, long rows, int ms, int second) {
        return new Runs.BatchRow(no, rows, ms, null, String.valueOf(no), NINE.plusSeconds(second), null, null, 1, 0, null, null);
    }

    @Test
    void oneBatchIsNoChart() {
        assertNull(BatchChart.of(List.of(), "UTC"));
        assertNull(BatchChart.of(List.of(batch(1, 10, 20, 1)), "UTC"));
    }

    @Test
    void barsStandInTheOrderOfTimeAndWithinTheChart() {
        var chart = BatchChart.of(List.of(batch(3, 2_600, 480, 3), batch(2, 1_300, 700, 2), batch(1, 650, 300, 1)), "Europe/Berlin");
        assertEquals(List.of("batch 1: 650 rows in 300 ms", "batch 2: 1,300 rows in 700 ms", "batch 3: 2,600 rows in 480 ms"), chart.bars().stream().map(BatchChart.Bar::title).toList());
        assertTrue(chart.bars().stream().allMatch(b -> b.x() >= 0 && b.x() + b.width() <= 1000 && b.y() >= 0 && b.y() + b.height() <= BatchChart.HEIGHT + 0.2), chart.toString());
        assertEquals(List.of("4,000", "2,000", "0"), chart.rows().stream().map(BatchChart.Tick::word).toList());
        assertEquals(List.of("1,000", "500", "0"), chart.ms().stream().map(BatchChart.Tick::word).toList());
        assertEquals("11:00:00.7", chart.times().get(0).word());
    }

    @Test
    void aPauseIsAGap() {
        var chart = BatchChart.of(List.of(batch(3, 10, 10, 100), batch(2, 10, 10, 2), batch(1, 10, 10, 1)), "UTC");
        assertEquals(2, chart.lines().size());
        assertTrue(chart.bars().get(2).x() > 990, "a batch after a pause does not fill it");
    }

    @Test
    void theCutoffOfAHistogramStandsWhereItsDayIs() {
        var buckets = IntStream.range(0, 60).mapToObj(i -> new Plan.Bucket(LocalDate.of(2026, 1, 1).plusDays(2L * i).toString(), 10, i < 15 ? 10 : 0)).toList();
        var histogram = Histogram.of(buckets, Instant.parse("2026-01-31T00:00:00Z"), "UTC");
        assertEquals(25, histogram.cut(), 0.1);
        assertEquals(60, histogram.bars().size());
        assertEquals("rows per 2 days", histogram.each());
        assertNull(Histogram.of(List.of(), NINE, "UTC"));
    }
}
