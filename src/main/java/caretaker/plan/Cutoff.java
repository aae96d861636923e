package caretaker.plan;

import caretaker.db.Quote;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The moment before which rows are past their time, resolved once, and its literal in the type of the column. */
public record Cutoff(Instant instant, String zone, String literal, String lowest) {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    /** base is the column's type (date, timestamp, timestamptz); align is none, day, month or null for the default of the type. */
    static Cutoff of(Instant now, Keep keep, ZoneId zone, String align, String base) {
        var exact = keep.before(now.atZone(zone).truncatedTo(ChronoUnit.MICROS));
        var aligned = align(exact, align != null ? align : base.equals("date") ? "day" : "none");
        return new Cutoff(aligned.toInstant(), zone.getId(), literal(aligned, base), "'-infinity'::" + base);
    }

    private static ZonedDateTime align(ZonedDateTime at, String align) {
        return switch (align) {
            case "day" -> at.toLocalDate().atStartOfDay(at.getZone());
            case "month" -> at.toLocalDate().withDayOfMonth(1).atStartOfDay(at.getZone());
            default -> at;
        };
    }

    /** A column without a zone holds local times: they are compared with the local time of the policy's zone. */
    private static String literal(ZonedDateTime at, String base) {
        return switch (base) {
            case "date" -> Quote.literal(at.toLocalDate().toString()) + "::date";
            case "timestamp" -> Quote.literal(SECONDS.format(at)) + "::timestamp";
            default -> Quote.literal(SECONDS.format(at.withZoneSameInstant(ZoneId.of("UTC"))) + "+00") + "::timestamptz";
        };
    }
}
