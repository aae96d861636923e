package caretaker.web;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** What part of the log is asked for, read from the address. Days are those of the database in view; a date that cannot be read is said and left out. */
record LogFilter(Map<String, Object> args, Cursor before, ZoneId zone, String problem) {

    /** The last entry of the page before: the log is walked by when and id, never by counting. */
    record Cursor(Instant at, Long id) {
        static final Cursor NONE = new Cursor(null, null);

        static Cursor parse(String text) {
            try {
                var parts = text == null ? new String[0] : text.split("_");
                return parts.length == 2 ? new Cursor(Instant.parse(parts[0]), Long.valueOf(parts[1])) : NONE;
            } catch (DateTimeException | NumberFormatException e) {
                return NONE;
            }
        }

        @Override
        public String toString() {
            return at + "_" + id;
        }
    }

    static LogFilter of(Context ctx, InView inView) {
        var zone = ZoneId.of(inView.database() == null ? "UTC" : inView.database().zone());
        var args = new HashMap<String, Object>();
        args.put("database", inView.database() == null ? null : inView.database().name());
        args.put("kind", text(ctx, "kind"));
        args.put("outcome", text(ctx, "outcome"));
        args.put("person", text(ctx, "person"));
        var text = text(ctx, "text");
        args.put("text", text == null ? null : "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
        var from = day(text(ctx, "from"), zone, 0);
        var to = day(text(ctx, "to"), zone, 1);
        args.put("from", from);
        args.put("to", to);
        var wrong = from == null && text(ctx, "from") != null ? text(ctx, "from") : to == null && text(ctx, "to") != null ? text(ctx, "to") : null;
        return new LogFilter(args, Cursor.parse(ctx.queryParam("before")), zone, wrong == null ? null
            : wrong + " is no date; write it like 2026-11-20. It was left out.");
    }

    /** The arguments of one page. */
    Map<String, Object> page(Cursor after, int size) {
        var all = new HashMap<>(args);
        all.put("before_at", after.at());
        all.put("before_id", after.id());
        all.put("size", size);
        return all;
    }

    /** The arguments of the count. */
    Map<String, Object> count(int most) {
        var all = new HashMap<>(args);
        all.put("most", most);
        return all;
    }

    private static String text(Context ctx, String name) {
        var value = ctx.queryParam(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static Instant day(String text, ZoneId zone, int plus) {
        try {
            return text == null ? null : LocalDate.parse(text).plusDays(plus).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
