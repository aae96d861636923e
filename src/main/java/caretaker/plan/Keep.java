package caretaker.plan;

import caretaker.UserError;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** How long rows are kept: "365 days", "12 months", "0 days" (until the moment in the column has passed) or "forever". */
public record Keep(int amount, ChronoUnit unit) {
    private static final Pattern FORM = Pattern.compile("(-?\\d{1,6})\\s*(hour|day|week|month|year)s?");
    private static final String HELP = "Write how long to keep rows as a number and a unit, for example 365 days, 12 months, 6 hours or forever.";

    /** Throws a UserError at the field keep. */
    public static Keep parse(String text) {
        var plain = text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
        if (plain.equals("forever")) {
            return new Keep(0, ChronoUnit.FOREVER);
        }
        var form = FORM.matcher(plain);
        if (!form.matches()) {
            throw UserError.of("keep", HELP);
        }
        int amount = Integer.parseInt(form.group(1));
        if (amount < 0) {
            throw UserError.of("keep", "Keep cannot be negative: " + text.trim() + " would remove rows of the future. 0 days is the least.");
        }
        return new Keep(amount, ChronoUnit.valueOf(form.group(2).toUpperCase(Locale.ROOT) + "S"));
    }

    public boolean forever() {
        return unit == ChronoUnit.FOREVER;
    }

    /** The moment before which rows are past their time, by the calendar of the zone: 31 March less one month is the last of February. */
    public ZonedDateTime before(ZonedDateTime now) {
        return now.minus(amount, unit);
    }

    @Override
    public String toString() {
        if (forever()) {
            return "forever";
        }
        var word = unit.name().toLowerCase(Locale.ROOT);
        return amount + " " + (amount == 1 ? word.substring(0, word.length() - 1) : word);
    }
}
