package caretaker.web;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The only place where numbers and times become text. Templates know it as f. */
public final class Format {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final char NBSP = '\u00a0';
    private static final char MINUS = '\u2212';
    private final InstantSource clock;

    Format(InstantSource clock) {
        this.clock = clock;
    }

    /** Bytes as PostgreSQL counts them (1024), three significant digits; null is unknown. */
    public Figure bytes(Number bytes) {
        if (bytes == null) {
            return Figure.UNKNOWN;
        }
        var value = BigDecimal.valueOf(Math.abs(bytes.longValue()));
        int unit = 0;
        while (three(value).compareTo(BigDecimal.valueOf(1000)) >= 0 && unit < UNITS.length - 1) {
            value = value.divide(BigDecimal.valueOf(1024), MathContext.DECIMAL64);
            unit++;
        }
        return Figure.of(sign(bytes) + (unit == 0 ? value : three(value)).toPlainString(), bytes.longValue() == 0 ? "" : UNITS[unit], plural(bytes, "byte"));
    }

    /** A count with commas up to 9,999,999, then 12.4 M; null is unknown. */
    public Figure count(Number count) {
        if (count == null) {
            return Figure.UNKNOWN;
        }
        long value = count.longValue();
        if (Math.abs(value) < 10_000_000) {
            return Figure.of(grouped(value), "", null);
        }
        var millions = BigDecimal.valueOf(Math.abs(value)).movePointLeft(6);
        var digits = millions.longValue() < 1000 ? three(millions).toPlainString() : grouped(Math.round(millions.doubleValue()));
        return Figure.of(sign(count) + digits, "M", grouped(value));
    }

    /** A change, with its sign in front. */
    public Figure change(Figure figure) {
        return figure.unknown() || figure.zero() || figure.number().charAt(0) == MINUS ? figure
            : new Figure("+" + figure.number(), figure.unit(), figure.exact(), figure.kind());
    }

    /** A share of one as a percentage: one decimal under 100. */
    public Figure percent(Number share) {
        if (share == null) {
            return Figure.UNKNOWN;
        }
        var value = BigDecimal.valueOf(share.doubleValue() * 100);
        var whole = value.abs().compareTo(BigDecimal.valueOf(99.95)) >= 0 || value.signum() == 0;
        return new Figure(value.setScale(whole ? 0 : 1, RoundingMode.HALF_UP).toPlainString().replace('-', MINUS), "%", null, value.signum() == 0 ? "zero" : "exact");
    }

    /** What does not apply here: a grey dash. */
    public Figure none() {
        return Figure.NONE;
    }

    /** A figure as it is; anything else as its text. */
    public Figure figure(Object value) {
        return value instanceof Figure known ? known : new Figure(String.valueOf(value), "", null, "exact");
    }

    /** 1 row, 4,118 rows, 3 policies, 2 batches. */
    public String plural(Number count, String noun) {
        var many = noun.matches(".*[^aeiou]y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + (noun.endsWith("ch") || noun.endsWith("x") ? "es" : "s");
        return grouped(count.longValue()) + NBSP + (count.longValue() == 1 ? noun : many);
    }

    /** 0.4 s, 41 s, 11 min 26 s, 5 h, 90 days; null is an empty text. */
    public String duration(Duration duration) {
        if (duration == null) {
            return "";
        }
        long ms = Math.max(0, duration.toMillis());
        long seconds = Math.round(ms / 1000.0);
        if (ms < 9_950) {
            return ms < 95 ? ms + "" + NBSP + "ms" : BigDecimal.valueOf(ms / 1000.0).setScale(1, RoundingMode.HALF_UP).toPlainString() + NBSP + "s";
        }
        if (seconds < 60) {
            return seconds + "" + NBSP + "s";
        }
        if (seconds < 3600) {
            return parts(seconds / 60, "min", seconds % 60, "s");
        }
        return seconds < 172_800 ? parts(seconds / 3600, "h", seconds < 36_000 ? seconds % 3600 / 60 : 0, "min") : parts(seconds / 86_400, "days", 0, "");
    }

    public String millis(Number ms) {
        return ms == null ? "" : duration(Duration.ofMillis(ms.longValue()));
    }

    public String between(Instant from, Instant to) {
        return from == null ? "" : duration(Duration.between(from, to == null ? clock.instant() : to));
    }

    /** 2 min ago; a date once it is older than 100 days; null is never. */
    public String ago(Instant at) {
        if (at == null) {
            return "never";
        }
        long seconds = Math.max(0, Duration.between(at, clock.instant()).toSeconds());
        if (seconds < 60) {
            return seconds == 0 ? "now" : seconds + "" + NBSP + "s ago";
        }
        if (seconds < 86_400) {
            return seconds < 3600 ? seconds / 60 + "" + NBSP + "min ago" : seconds / 3600 + "" + NBSP + "h ago";
        }
        return seconds < 100 * 86_400 ? seconds / 86_400 + "" + NBSP + "d ago" : text("d MMM uuuu", at, "UTC");
    }

    /** 20 Nov 02:00 in the zone, with the year when it is not this one. */
    public String at(Instant at, String zone) {
        return at == null ? "–" : text(sameYear(at, zone) ? "d MMM HH:mm" : "d MMM uuuu HH:mm", at, zone);
    }

    public String day(LocalDate day) {
        return DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).format(day);
    }

    /** A coming time: today 10:00, Sat 21 Nov 02:00. */
    public String coming(Instant at, String zone) {
        if (at == null) {
            return "–";
        }
        boolean today = local(at, zone).toLocalDate().equals(local(clock.instant(), zone).toLocalDate());
        return today ? "today " + text("HH:mm", at, zone) : text(sameYear(at, zone) ? "EEE d MMM HH:mm" : "EEE d MMM uuuu HH:mm", at, zone);
    }

    /** A fact or contract: 2025-11-20 00:00:00 Europe/Berlin. */
    public String fact(Instant at, String zone) {
        return at == null ? "–" : text("uuuu-MM-dd HH:mm:ss", at, zone) + " " + (zone == null ? "UTC" : zone);
    }

    public String date(Instant at, String zone) {
        return at == null ? "–" : text("uuuu-MM-dd", at, zone);
    }

    public String time(Instant at, String zone) {
        return at == null ? "–" : text("HH:mm:ss", at, zone);
    }

    public Mark mark(String status) {
        return Mark.of(status);
    }

    /** A pattern attribute that only this text matches, each character escaped so that no name can be read as a pattern. */
    public String pattern(String text) {
        var pattern = new StringBuilder();
        text.codePoints().forEach(c -> pattern.append(String.format("\\u{%x}", c)));
        return pattern.toString();
    }

    private boolean sameYear(Instant at, String zone) {
        return local(at, zone).getYear() == local(clock.instant(), zone).getYear();
    }

    private static String text(String pattern, Instant at, String zone) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(local(at, zone));
    }

    private static ZonedDateTime local(Instant at, String zone) {
        return at.atZone(zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
    }

    private static String parts(long major, String unit, long minor, String small) {
        return major + "" + NBSP + unit + (minor == 0 ? "" : " " + minor + NBSP + small);
    }

    /** Rounded to three significant digits, zeros at the end kept. */
    private static BigDecimal three(BigDecimal value) {
        var rounded = value.round(new MathContext(3, RoundingMode.HALF_UP));
        return rounded.setScale(Math.max(0, 3 - rounded.precision() + rounded.scale()), RoundingMode.HALF_UP);
    }

    private static String grouped(long value) {
        return String.format(Locale.ENGLISH, "%,d", value).replace('-', MINUS);
    }

    private static String sign(Number value) {
        return value.longValue() < 0 ? String.valueOf(MINUS) : "";
    }
}
