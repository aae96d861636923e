package caretaker.schedule;

import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * The two readings of a line such as 0 4 1-7 * 0: cron takes days 1 to 7 or any Sunday, its author mostly meant the first Sunday.
 * Both are counted in the first whole month to come.
 */
public record Readings(Cron asCron, int asCronTimes, Cron meant, int meantTimes, YearMonth month) {
    private static final Map<String, Integer> WEEKS = Map.of("1-7", 1, "8-14", 2, "15-21", 3, "22-28", 4);

    /** Empty when there is nothing to choose. */
    public static Optional<Readings> of(Cron cron, Instant now, ZoneId zone) {
        var fields = cron.fields();
        var week = WEEKS.get(fields.get(2));
        if (week == null || !fields.get(4).matches("[0-7]|SUN|MON|TUE|WED|THU|FRI|SAT")) {
            return Optional.empty();
        }
        var meant = Cron.parse(String.join(" ", fields.get(0), fields.get(1), "*", fields.get(3), fields.get(4) + "#" + week));
        var month = YearMonth.from(meant.next(YearMonth.from(now.atZone(zone)).plusMonths(1).atDay(1).atStartOfDay(zone).toInstant().minusMillis(1), zone)
            .atZone(zone));
        return Optional.of(new Readings(cron, times(cron, month, zone), meant, times(meant, month, zone), month));
    }

    private static int times(Cron cron, YearMonth month, ZoneId zone) {
        var end = month.plusMonths(1).atDay(1).atTime(LocalTime.MIN).atZone(zone).toInstant();
        var at = month.atDay(1).atStartOfDay(zone).toInstant().minusMillis(1);
        var count = 0;
        while ((at = cron.next(at, zone)).isBefore(end)) {
            count++;
        }
        return count;
    }
}
