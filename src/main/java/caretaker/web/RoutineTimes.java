package caretaker.web;

import caretaker.schedule.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The next due times of a schedule, on the wall and in UTC, with what a clock change does to them. */
public record RoutineTimes(Cron cron, ZoneId zone, List<Time> times) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final Duration YEAR = Duration.ofDays(366);

    /** One due time; note says what is unusual about it, or is null. */
    public record Time(Instant at, String day, String local, String utc, String note) {}

    static RoutineTimes of(Cron cron, ZoneId zone, Instant now) {
        var times = new ArrayList<Time>();
        var before = zone.getRules().getOffset(now);
        for (var at : cron.next(5, now, zone)) {
            var local = at.atZone(zone);
            times.add(new Time(at, DAY.format(local), TIME.format(local), TIME.format(at.atZone(ZoneOffset.UTC)), note(at, zone, before)));
            before = local.getOffset();
        }
        return new RoutineTimes(cron, zone, times);
    }

    public String words() {
        return cron.words();
    }

    /** What the clock changes of the coming year do to this schedule, or null when they do nothing. */
    String clockChanges(Instant now) {
        for (var jump = zone.getRules().nextTransition(now); jump != null && jump.getInstant().isBefore(now.plus(YEAR)); jump = zone.getRules().nextTransition(jump.getInstant())) {
            var start = jump.getInstant().minusSeconds(1);
            var first = cron.next(start, zone);
            var local = first.atZone(zone).toLocalDateTime();
            var ordinary = cron.next(local.minusSeconds(1).toInstant(ZoneOffset.UTC), ZoneOffset.UTC).equals(local.toInstant(ZoneOffset.UTC));
            if (jump.isGap() && first.equals(jump.getInstant()) && !ordinary) {
                return "On " + DAY.format(local) + " the clock skips " + TIME.format(jump.getDateTimeBefore()) + " to " + TIME.format(jump.getDateTimeAfter())
                    + "; it runs at " + TIME.format(local) + ".";
            }
        }
        return null;
    }

    private static String note(Instant at, ZoneId zone, ZoneOffset before) {
        var rules = zone.getRules();
        var jump = rules.previousTransition(at.plusSeconds(1));
        if (jump != null && jump.isGap() && jump.getInstant().equals(at)) {
            return "the clock skips " + TIME.format(jump.getDateTimeBefore()) + " to " + TIME.format(jump.getDateTimeAfter());
        }
        if (rules.getValidOffsets(at.atZone(zone).toLocalDateTime()).size() > 1) {
            return at.atZone(zone).getOffset().equals(before) ? "this hour comes twice, the first time" : "this hour comes twice, the second time";
        }
        return rules.getOffset(at).equals(before) ? null : "after the clock change";
    }
}
