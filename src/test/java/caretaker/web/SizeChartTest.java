package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.web.SizeChart.Point;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SizeChartTest {
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
    private static final Format FORMAT = new Format(() -> START);

    @Test
    void aGapIsNeverBridged() {
        var chart = SizeChart.of(points(100L, 200L, null, null, 400L, 500L), "UTC", FORMAT);
        assertEquals(6, chart.areas().size(), "three layers before the gap and three after it");
        assertEquals(List.of(new SizeChart.Gap("20.00%", "60.00%")), chart.gaps());
        assertTrue(chart.areas().get(0).points().startsWith("0.0,1000.0"), "an area closes on the ground");
        assertTrue(chart.areas().stream().noneMatch(a -> a.points().contains("400.0,")), "nothing is drawn where nothing was measured");
    }

    @Test
    void theScaleBeginsAtZeroAndCoversTheLargest() {
        for (long largest : new long[] {1, 8192, 15_000_000, 3_400_000_000L, 9_000_000_000_000L}) {
            var levels = SizeChart.of(points(largest / 2, largest), "UTC", FORMAT).levels();
            assertEquals("0", levels.get(0).label());
            assertEquals("100.00%", levels.get(0).position());
            assertEquals("0.00%", levels.get(levels.size() - 1).position());
            assertTrue(levels.size() >= 2 && levels.size() <= 8, largest + " has " + levels);
            assertEquals(levels.size(), levels.stream().map(SizeChart.Tick::label).distinct().count(), levels::toString);
        }
    }

    @Test
    void onePointIsNoChart() {
        assertNull(SizeChart.of(points(1L, null), "UTC", FORMAT));
        assertNull(SizeChart.of(List.of(), "UTC", FORMAT));
        assertNotNull(SizeChart.of(points(0L, 0L), "UTC", FORMAT), "an empty table has a history too");
    }

    @Test
    void whatLiesAheadStandsBehindNowAndFitsIn() {
        var points = new ArrayList<Point>();
        var daily = new ArrayList<Outlook.Day>();
        for (int day = 0; day <= 36; day++) {
            points.add(new Point(START.plusSeconds(86_400L * day), 1_000_000L + day * 100_000, 0L, 0L));
            daily.add(new Outlook.Day(LocalDate.parse("2026-06-01").plusDays(day), 1_000_000L + day * 100_000));
        }
        var chart = SizeChart.of(points, "UTC", FORMAT, Outlook.of(daily, 4_600_000L, List.of()));
        assertEquals("72.00%", chart.ahead().now());
        assertEquals(14, chart.ahead().days(), "36 days are known: the other 28 of 100 parts");
        assertEquals(6_000_000, chart.ahead().last().likely(), 200_000);
        assertTrue(chart.ahead().forecast().startsWith("720.0,"), chart.ahead().forecast());
        assertTrue(Stream.of((chart.ahead().forecast() + " " + chart.ahead().fan()).split("[ ,]")).allMatch(n -> Double.parseDouble(n) >= 0 && Double.parseDouble(n) <= 1000));
        assertTrue(chart.areas().get(0).points().endsWith("720.0,1000.0"), "what was measured ends now");
        assertNull(SizeChart.of(points, "UTC", FORMAT, Outlook.of(daily.subList(0, 5), 4_600_000L, List.of())).ahead(), "nothing is known of the time after");
    }

    private static List<Point> points(Long... heaps) {
        var points = new ArrayList<Point>();
        Stream.of(heaps).forEach(heap -> points.add(new Point(START.plusSeconds(3600L * points.size()), heap, heap == null ? null : 0L, heap == null ? null : 0L)));
        return points;
    }
}
