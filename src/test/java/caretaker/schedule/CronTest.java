package caretaker.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.UserError;
import caretaker.run.Catalogue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
    private static final List<String> ZONES = List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC");
    /** Each zone's clock changes of 2026, and quiet days around a month's and a year's end. */
    private static final List<String> DAYS = List.of("2026-03-28", "2026-10-24", "2026-03-07", "2026-10-31", "2026-10-03", "2026-04-04",
        "2026-02-27", "2028-02-28", "2026-12-30");

    @ParameterizedTest(name = "{0} in {1} after {2}")
    @CsvSource(delimiter = '|', textBlock = """
        30 2 * * *   | Europe/Berlin       | 2026-03-28T12:00 | 2026-03-29T03:00+02:00 2026-03-30T02:30+02:00
        0 2 * * *    | Europe/Berlin       | 2026-03-28T12:00 | 2026-03-29T03:00+02:00 2026-03-30T02:00+02:00
        0 3 * * *    | Europe/Berlin       | 2026-03-28T12:00 | 2026-03-29T03:00+02:00 2026-03-30T03:00+02:00
        0 2,3 * * *  | Europe/Berlin       | 2026-03-28T12:00 | 2026-03-29T03:00+02:00 2026-03-30T02:00+02:00
        30 2 * * *   | Europe/Berlin       | 2026-10-24T12:00 | 2026-10-25T02:30+02:00 2026-10-26T02:30+01:00
        */30 2 * * * | Europe/Berlin       | 2026-10-25T01:00 | 2026-10-25T02:00+02:00 2026-10-25T02:30+02:00 2026-10-26T02:00+01:00
        0 * * * *    | Europe/Berlin       | 2026-10-25T01:30 | 2026-10-25T02:00+02:00 2026-10-25T02:00+01:00 2026-10-25T03:00+01:00
        */30 * * * * | Europe/Berlin       | 2026-10-25T02:00 | 2026-10-25T02:30+02:00 2026-10-25T02:00+01:00 2026-10-25T02:30+01:00
        */30 * * * * | Europe/Berlin       | 2026-03-29T01:00 | 2026-03-29T01:30+01:00 2026-03-29T03:00+02:00 2026-03-29T03:30+02:00
        0 2 * * *    | America/New_York    | 2026-03-07T12:00 | 2026-03-08T03:00-04:00 2026-03-09T02:00-04:00
        15 1 * * *   | America/New_York    | 2026-10-31T12:00 | 2026-11-01T01:15-04:00 2026-11-02T01:15-05:00
        15 2 * * *   | Australia/Lord_Howe | 2026-10-03T12:00 | 2026-10-04T02:30+11:00 2026-10-05T02:15+11:00
        45 1 * * *   | Australia/Lord_Howe | 2026-04-04T12:00 | 2026-04-05T01:45+11:00 2026-04-06T01:45+10:30
        45 * * * *   | Australia/Lord_Howe | 2026-04-05T01:00 | 2026-04-05T01:45+11:00 2026-04-05T01:45+10:30 2026-04-05T02:45+10:30
        0 4 1-7 * 0  | Europe/Berlin       | 2026-11-20T12:00 | 2026-11-22T04:00+01:00 2026-11-29T04:00+01:00 2026-12-01T04:00+01:00
        0 4 * * 0#1  | Europe/Berlin       | 2026-11-20T12:00 | 2026-12-06T04:00+01:00 2027-01-03T04:00+01:00
        0 8 * * 7    | UTC                 | 2026-11-20T12:00 | 2026-11-22T08:00Z 2026-11-29T08:00Z
        0 0 29 2 *   | UTC                 | 2096-03-01T00:00 | 2104-02-29T00:00Z
        0 4 L * *    | UTC                 | 2026-02-01T00:00 | 2026-02-28T04:00Z 2026-03-31T04:00Z
        @weekly      | UTC                 | 2026-11-20T12:00 | 2026-11-22T00:00Z
        """)
    @Catalogue("D8")
    void dueTimes(String line, String zone, LocalDateTime after, String expected) {
        var id = ZoneId.of(zone);
        var due = expected.split(" ");
        var times = Cron.parse(line).next(due.length, after.atZone(id).withEarlierOffsetAtOverlap().toInstant(), id).stream()
            .map(at -> at.atZone(id).toOffsetDateTime().toString()).toList();
        assertEquals(List.of(due), times);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0 2 * * *       | every day at 02:00
        0 2,14 * * *    | every day at 02:00 and 14:00
        0 8 * * 0       | on Sundays at 08:00
        0 8 * * SUN     | on Sundays at 08:00
        30 7 * * 1-5    | on Monday to Friday at 07:30
        0 9 * * 1,4     | on Mondays and Thursdays at 09:00
        0 2 1 * *       | on day 1 of each month at 02:00
        0 2 1 1,7 *     | on day 1 of January and July at 02:00
        0 2 L * *       | on the last day of each month at 02:00
        0 4 * * 0#1     | on the first Sunday of each month at 04:00
        0 4 1-7 * 0     | on days 1 to 7 of each month or on Sundays at 04:00
        */15 * * * *    | every 15 minutes
        0 * * * *       | every hour
        5 * * * *       | every hour, 5 minutes past
        0 */6 * * *     | every 6 hours
        0 * * * 0       | on Sundays, every hour
        0 3 * 12 *      | every day in December at 03:00
        0-10 3 * * *    | 0-10 3 * * *
        0 4 * * 5L      | 0 4 * * 5L
        """)
    void plainWords(String line, String words) {
        assertEquals(words, Cron.parse(line).words());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0 2 * *        | five fields
        0 0 2 * * *    | this one has 6
        61 * * * *     | The minute 61 is not allowed: give 0 to 59
        0 24 * * *     | The hour 24 is not allowed: give 0 to 23
        0 0 0 * *      | The day 0 is not allowed: give 1 to 31
        0 0 * 13 *     | The month 13 is not allowed: give 1 to 12
        0 0 * * 8      | The weekday 8 is not allowed: give 0 to 7
        0 22-2 * * *   | The hour 22-2 is not allowed
        0 4 ? * 1      | The day ? is not allowed
        -5 * * * *     | The minute -5 is not allowed
        , * * * *      | The minute , is not allowed
        */0 * * * *    | The minute */0 is not allowed
        x'y * * * *    | The minute x'y is not allowed
        0 0 30 2 *     | never runs
        0 4 * * 0#6    | never runs
        ''             | this one has none
        """)
    void aBrokenLineIsNamed(String line, String sentence) {
        var error = assertThrows(UserError.class, () -> Cron.parse(line));
        assertEquals("schedule", error.field());
        assertTrue(error.getMessage().contains(sentence), error.getMessage());
        assertTrue(!error.getMessage().contains("\n") && error.getMessage().endsWith("."), error.getMessage());
    }

    @Test
    void bothReadingsOfADayAndAWeekdayAreCounted() {
        var zone = ZoneId.of("Europe/Berlin");
        var readings = Readings.of(Cron.parse("0 4 1-7 * 0"), Instant.parse("2026-11-20T12:00:00Z"), zone).orElseThrow();
        assertEquals("2026-12 10 1 0 4 * * 0#1", readings.month() + " " + readings.asCronTimes() + " " + readings.meantTimes() + " " + readings.meant().line());
        for (var line : List.of("0 4 * * 0", "0 4 1-7 * *", "0 4 1-8 * 0", "0 4 1-7 * 0,1")) {
            assertTrue(Readings.of(Cron.parse(line), Instant.EPOCH, zone).isEmpty(), line);
        }
    }

    @Test
    void plainChoicesAndLinesSayTheSame() {
        for (var line : List.of("0 2 * * *", "30 14 * * 0", "5 0 * * 1,3", "0 4 1 * *")) {
            assertEquals(line, Plain.of(Cron.parse(line)).orElseThrow().cron().line());
        }
        assertTrue(Plain.of(Cron.parse("0 4 * * 0#1")).isEmpty());
        assertEquals("days", assertThrows(UserError.class, () -> Plain.of("week", List.of(), "02:00")).field());
        assertEquals("time", assertThrows(UserError.class, () -> Plain.of("day", List.of(), "25:00")).field());
        assertEquals("every", assertThrows(UserError.class, () -> Plain.of("sometimes", List.of(), "02:00")).field());
    }

    /** Random lines, zones and days against a model that looks at each minute. */
    @Test
    void agreesWithAMinuteByMinuteModel() {
        var random = new Random(20_261_120);
        for (int i = 0; i < 300; i++) {
            var fields = List.of(field(random, 0, 59), field(random, 0, 23), random.nextInt(3) > 0 ? "*" : field(random, 1, 31),
                random.nextInt(3) > 0 ? "*" : field(random, 1, 12), random.nextInt(3) > 0 ? "*" : field(random, 0, 7));
            var zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            var from = LocalDate.parse(DAYS.get(random.nextInt(DAYS.size()))).atStartOfDay(zone).toInstant();
            var until = from.plus(3, ChronoUnit.DAYS);
            Cron cron;
            try {
                cron = Cron.parse(String.join(" ", fields));
            } catch (UserError e) {
                assertTrue(e.getMessage().contains("never runs"), e.getMessage());
                continue;
            }
            var actual = new ArrayList<Instant>();
            for (var at = cron.next(from.minusMillis(1), zone); at.isBefore(until); at = cron.next(at, zone)) {
                actual.add(at);
            }
            assertIterableEquals(model(fields, zone, from, until), actual, () -> fields + " in " + zone + " from " + from);
        }
    }

    private static String field(Random random, int low, int high) {
        var value = low + random.nextInt(high - low + 1);
        var later = value + random.nextInt(high - value + 1);
        return switch (random.nextInt(5)) {
            case 0 -> "*";
            case 1 -> "*/" + (1 + random.nextInt(Math.min(high, 20)));
            case 2 -> value + "-" + later;
            case 3 -> value + "," + later;
            default -> String.valueOf(value);
        };
    }

    private static List<Instant> model(List<String> fields, ZoneId zone, Instant from, Instant until) {
        var due = new TreeSet<Instant>();
        var everyHour = List.of("*", "*/1", "0-23").contains(fields.get(1));
        for (var at = from; at.isBefore(until); at = at.plus(1, ChronoUnit.MINUTES)) {
            var wall = LocalDateTime.ofInstant(at, zone);
            var again = !wall.atZone(zone).withEarlierOffsetAtOverlap().toInstant().equals(at);
            if (matches(fields, wall) && (everyHour || !again)) {
                due.add(at);
            }
            var before = LocalDateTime.ofInstant(at.minus(1, ChronoUnit.MINUTES), zone);
            for (var skipped = before.plusMinutes(1); skipped.isBefore(wall) && at.isAfter(from); skipped = skipped.plusMinutes(1)) {
                if (matches(fields, skipped)) {
                    due.add(at);
                }
            }
        }
        return List.copyOf(due);
    }

    private static boolean matches(List<String> fields, LocalDateTime wall) {
        var day = in(fields.get(2), 1, 31, wall.getDayOfMonth());
        var weekday = wall.getDayOfWeek().getValue();
        var onWeekday = in(fields.get(4), 0, 7, weekday) || weekday == 7 && in(fields.get(4), 0, 7, 0);
        var all = List.of("*", "*/1");
        var either = !all.contains(fields.get(2)) && !all.contains(fields.get(4));
        return in(fields.get(0), 0, 59, wall.getMinute()) && in(fields.get(1), 0, 23, wall.getHour()) && in(fields.get(3), 1, 12, wall.getMonthValue())
            && (either ? day || onWeekday : day && onWeekday);
    }

    private static boolean in(String field, int low, int high, int value) {
        if (field.startsWith("*")) {
            return field.equals("*") || (value - low) % Integer.parseInt(field.substring(2)) == 0;
        }
        if (field.contains("-")) {
            var ends = field.split("-");
            return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])).anyMatch(n -> n == value);
        }
        return List.of(field.split(",")).contains(String.valueOf(value));
    }
}
