package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-01-01");

    @Test
    void saysNothingBeforeTwoWeeks() {
        var daily = line(13, 100, 10);
        assertNull(Forecast.of(daily));
        daily.put(FIRST.plusDays(40), 500.0);
        assertNotNull(Forecast.of(daily), "14 days with values, wherever they lie");
    }

    @Test
    void aStraightLineIsContinuedExactly() {
        var forecast = Forecast.of(line(30, 100, 10));
        assertEquals(10, forecast.perDay(), 1e-9);
        assertEquals(390 + 50, forecast.in(5).likely(), 1e-6);
        assertEquals(61, forecast.until(1000), 1e-6);
        assertEquals(0, forecast.until(200));
        assertNull(Forecast.of(line(30, 1000, -5)).until(2000), "it shrinks");
        assertEquals(0, Forecast.of(line(30, 1000, -5)).in(10_000).likely(), "nothing is smaller than nothing");
    }

    @Test
    void outliersAndACleanupDoNotTurnIt() {
        var daily = line(60, 1000, 10);
        daily.put(FIRST.plusDays(20), 90_000.0);
        daily.put(FIRST.plusDays(41), 0.0);
        assertEquals(10, Forecast.of(daily).perDay(), 0.5);
        for (int day = 55; day < 60; day++) {
            daily.merge(FIRST.plusDays(day), -400.0, Double::sum); // rows were deleted five days ago
        }
        var forecast = Forecast.of(daily);
        assertEquals(10, forecast.perDay(), 1.5);
        assertEquals(1000 + 590 - 400, forecast.in(0).likely(), 40, "it goes on from what is there now");
    }

    @Test
    void gapsAreNoValues() {
        var daily = line(60, 100, 10);
        for (int day = 20; day < 35; day++) {
            daily.remove(FIRST.plusDays(day));
        }
        var forecast = Forecast.of(daily);
        assertEquals(10, forecast.perDay(), 1e-9);
        assertEquals(45, forecast.days());
    }

    @Test
    void weekdaysHaveTheirSeason() {
        var daily = new TreeMap<LocalDate, Double>();
        for (int day = 0; day < 70; day++) {
            var date = FIRST.plusDays(day);
            daily.put(date, 1000.0 + 5 * day + (date.getDayOfWeek() == DayOfWeek.SUNDAY ? 200 : 0));
        }
        var forecast = Forecast.of(daily);
        assertEquals(5, forecast.perDay(), 0.2);
        for (int ahead = 1; ahead <= 14; ahead++) {
            var date = forecast.last().plusDays(ahead);
            double truth = 1000 + 5 * (69 + ahead) + (date.getDayOfWeek() == DayOfWeek.SUNDAY ? 200 : 0);
            assertEquals(truth, forecast.in(ahead).likely(), 15, date.toString());
        }
    }

    /** Four of five values to come lie in the band, over many seeded histories. */
    @Test
    void theBandHoldsFourOfFive() {
        var random = new Random(4);
        int within = 0;
        int all = 0;
        for (int round = 0; round < 200; round++) {
            var daily = new TreeMap<LocalDate, Double>();
            for (int day = 0; day < 60; day++) {
                daily.put(FIRST.plusDays(day), 10_000 + 20 * day + random.nextGaussian() * 60);
            }
            var forecast = Forecast.of(daily);
            for (int ahead = 1; ahead <= 30; ahead++) {
                var value = 10_000 + 20 * (59 + ahead) + random.nextGaussian() * 60;
                within += value >= forecast.in(ahead).low() && value <= forecast.in(ahead).high() ? 1 : 0;
                all++;
            }
        }
        double share = within / (double) all;
        assertTrue(share > 0.7 && share < 0.93, "within: " + share);
    }

    private static TreeMap<LocalDate, Double> line(int days, double from, double perDay) {
        var daily = new TreeMap<LocalDate, Double>();
        for (int day = 0; day < days; day++) {
            daily.put(FIRST.plusDays(day), from + perDay * day);
        }
        return daily;
    }
}
