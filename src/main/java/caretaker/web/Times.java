package caretaker.web;

import caretaker.UserError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The two times that figures lie between: the last hour, day or week, or as somebody wrote them. span is empty when they were written; form holds them as fields. */
public record Times(String span, String zone, Instant from, Instant to, Form form) {
    private static final Map<String, Duration> SPANS = Map.of("hour", Duration.ofHours(1), "day", Duration.ofDays(1), "week", Duration.ofDays(7));
    private static final String FORM = "(19|20)\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d)?";
    private static final String SHOWN = " Shown is the last day.";
    /** Samples come every five minutes: what is missing at an edge by less than that is not worth a word. */
    private static final Duration BETWEEN_SAMPLES = Duration.ofMinutes(10);

    /** Reads span, from and to of an address. One time alone is a day long; what cannot be read is said at its field, and the last day stands instead. */
    static Times of(Listing listing, String zone, Instant now) {
        if (listing.value("from").isEmpty() && listing.value("to").isEmpty()) {
            return last(SPANS.containsKey(listing.value("span")) ? listing.value("span") : "day", zone, now);
        }
        var typed = Form.with(Map.of("from", listing.value("from"), "to", listing.value("to")));
        try {
            var from = read(typed, "from", zone);
            var to = read(typed, "to", zone);
            return between(from != null ? from : to.minus(SPANS.get("day")), to != null ? to : from.plus(SPANS.get("day")), zone, typed);
        } catch (UserError e) {
            var day = last("day", zone, now);
            return new Times(day.span, zone, day.from, day.to, typed.refused(e));
        }
    }

    private static Times last(String span, String zone, Instant now) {
        return filled(span, zone, now.minus(SPANS.get(span)), now);
    }

    private static Times between(Instant from, Instant to, String zone, Form typed) {
        if (!from.isBefore(to)) {
            throw UserError.of("to", "The end must come after the beginning." + SHOWN);
        }
        return filled("", zone, from, to);
    }

    private static Times filled(String span, String zone, Instant from, Instant to) {
        return new Times(span, zone, from, to, Form.with(Map.of("from", field(from, zone), "to", field(to, zone))));
    }

    private static Instant read(Form typed, String name, String zone) {
        var text = typed.value(name).strip();
        try {
            if (text.matches(FORM)) {
                return LocalDateTime.parse(text.replace(' ', 'T')).atZone(ZoneId.of(zone)).toInstant();
            }
        } catch (DateTimeException e) {
            // no such day or hour: the same sentence
        }
        if (text.isEmpty()) {
            return null;
        }
        throw UserError.of(name, text + " is no time; write it like 2026-11-20T14:00." + SHOWN);
    }

    private static String field(Instant at, String zone) {
        return at.atZone(ZoneId.of(zone)).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).toString();
    }

    /** For a file, which has no place for a sentence at a field: refuses what could not be read. */
    void check() {
        form.errors().forEach((field, sentence) -> {
            throw UserError.of(field, sentence.replace(SHOWN, ""));
        });
    }

    /** When they are, for the sentence of a page: in the last day, between 20 Nov 02:00 and 21 Nov 04:00. */
    public String words(Format f) {
        return span.isEmpty() ? "between " + f.at(from, zone) + " and " + f.at(to, zone) : "in the last " + span;
    }

    /** What of these times was not sampled, as a sentence; empty when all was. */
    String unsampled(Instant first, Instant newest, Format f) {
        if (first == null || newest == null) {
            return "";
        }
        if (!from.isBefore(newest) || !to.isAfter(first)) {
            return "Nothing was sampled between these times: the samples reach from " + f.at(first, zone) + " to " + f.at(newest, zone) + ".";
        }
        var begins = from.plus(BETWEEN_SAMPLES).isBefore(first) ? "Nothing was sampled before " + f.at(first, zone) + ": the figures begin there. " : "";
        return (begins + (to.minus(BETWEEN_SAMPLES).isAfter(newest) ? "The newest sample is of " + f.at(newest, zone) + ": the figures end there." : "")).strip();
    }
}
