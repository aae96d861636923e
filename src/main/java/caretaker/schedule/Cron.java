package caretaker.schedule;

import caretaker.UserError;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A five-field cron line. cron-utils says when it is due on the wall clock; the two days a year on which a wall clock jumps are ours:
 * a time that spring skips runs at the first valid instant after it, a time that autumn repeats runs once, unless the line runs every hour.
 */
public final class Cron {
    private static final Map<String, String> NICKNAMES = Map.of("@hourly", "0 * * * *", "@daily", "0 0 * * *", "@midnight", "0 0 * * *",
        "@weekly", "0 0 * * 0", "@monthly", "0 0 1 * *", "@yearly", "0 0 1 1 *", "@annually", "0 0 1 1 *");
    private static final List<String> FIELDS = List.of("minute", "hour", "day", "month", "weekday");
    private static final List<String> ALLOWED = List.of("0 to 59", "0 to 23", "1 to 31, L for the last day", "1 to 12, JAN to DEC",
        "0 to 7 (0 and 7 are Sunday), SUN to SAT, SUN#1 for the first Sunday");
    private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0-23");
    private static final CronParser PARSER = new CronParser(definition());
    private static final LocalDateTime ANY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final List<String> fields;
    private final ExecutionTime wallClock;

    private Cron(List<String> fields) {
        this.fields = fields;
        this.wallClock = ExecutionTime.forCron(PARSER.parse(String.join(" ", fields)));
    }

    /** Reads a line as people type it. Throws a UserError at the field schedule that names what is wrong and what is allowed. */
    public static Cron parse(String line) {
        var typed = line == null ? "" : line.strip().toUpperCase(Locale.ROOT);
        var fields = List.of(NICKNAMES.getOrDefault(typed.toLowerCase(Locale.ROOT), typed).split("\\s+"));
        if (fields.size() != 5 || typed.isEmpty()) {
            var count = typed.isEmpty() ? 0 : fields.size();
            throw broken("A cron line has five fields, minute hour day month weekday; this one has " + (count == 0 ? "none" : count) + ".");
        }
        for (int i = 0; i < 5; i++) {
            checkField(i, fields.get(i));
        }
        var cron = new Cron(fields);
        if (cron.nextOnWallClock(ANY_TIME) == null) {
            throw broken("The line " + cron.line() + " never runs: there is no such day.");
        }
        return cron;
    }

    /** The line with single blanks, names of months and days in capitals; in JSON a schedule is its line. */
    @JsonValue
    public String line() {
        return String.join(" ", fields);
    }

    /** The first due instant after the given one. */
    public Instant next(Instant after, ZoneId zone) {
        var rules = zone.getRules();
        var wall = LocalDateTime.ofInstant(after, zone);
        var jump = rules.getTransition(wall);
        if (jump != null && jump.isOverlap()) {
            wall = jump.getDateTimeAfter().minusNanos(1); // the repeated hour from its start: its second round may still be to come
        }
        Instant second = null; // of the repeated hour; always later than the first round of the same wall times
        while (true) {
            wall = nextOnWallClock(wall);
            var first = first(wall, zone);
            if (second == null && everyHour()) {
                var again = wall.atZone(zone).withLaterOffsetAtOverlap().toInstant();
                second = again.isAfter(first) && again.isAfter(after) ? again : null;
            }
            if (first.isAfter(after)) {
                return second != null && second.isBefore(first) ? second : first;
            }
        }
    }

    /** The next due instants, in order. */
    public List<Instant> next(int count, Instant after, ZoneId zone) {
        var times = new ArrayList<Instant>(count);
        for (var at = after; times.size() < count; times.add(at)) {
            at = next(at, zone);
        }
        return times;
    }

    /** Whether an instant is a due time of this line. */
    public boolean isDue(Instant at, ZoneId zone) {
        return next(at.minusMillis(1), zone).equals(at);
    }

    /** The line in plain words where its shape is a common one, else the line itself. */
    public String words() {
        return CronWords.of(fields);
    }

    /** How often, in one word: hourly, daily, weekly, monthly or yearly. */
    public String rhythm() {
        return CronWords.rhythm(fields);
    }

    List<String> fields() {
        return fields;
    }

    private boolean everyHour() {
        return EVERY_HOUR.contains(fields.get(1));
    }

    /** A wall time as an instant: the first of two, and where the clock jumps over it, the instant of the jump. */
    private static Instant first(LocalDateTime wall, ZoneId zone) {
        var jump = zone.getRules().getTransition(wall);
        return jump != null && jump.isGap() ? jump.getInstant() : wall.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }

    private LocalDateTime nextOnWallClock(LocalDateTime after) {
        return wallClock.nextExecution(after.atZone(ZoneOffset.UTC)).map(t -> t.toLocalDateTime()).orElse(null);
    }

    private static void checkField(int i, String value) {
        var line = Stream.of(0, 1, 2, 3, 4).map(k -> k == i ? value : "*").toList();
        try {
            PARSER.parse(String.join(" ", line)).validate();
        } catch (IllegalArgumentException e) {
            throw broken("The " + FIELDS.get(i) + " " + value.toLowerCase(Locale.ROOT) + " is not allowed: give " + ALLOWED.get(i)
                + ", or * for all; lists (1,3), ranges (1-5) and steps (*/2) are allowed.");
        }
    }

    private static UserError broken(String sentence) {
        return UserError.of("schedule", sentence);
    }

    private static CronDefinition definition() {
        return CronDefinitionBuilder.defineCron()
            .withMinutes().withStrictRange().and()
            .withHours().withStrictRange().and()
            .withDayOfMonth().supportsL().withStrictRange().and()
            .withMonth().withStrictRange().and()
            .withDayOfWeek().withValidRange(0, 7).withMondayDoWValue(1).withIntMapping(7, 0).supportsHash().supportsL().withStrictRange().and()
            .instance();
    }
}
