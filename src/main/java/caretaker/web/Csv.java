package caretaker.web;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A list as a file for a spreadsheet. */
final class Csv {
    private final StringBuilder lines = new StringBuilder();

    Csv(String... heads) {
        add(Arrays.asList(heads));
    }

    Csv add(List<?> values) {
        lines.append(values.stream().map(Csv::cell).collect(Collectors.joining(","))).append("\r\n");
        return this;
    }

    void send(Context ctx, String name) {
        ctx.header("Cache-Control", "no-store");
        ctx.header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
        ctx.contentType("text/csv; charset=utf-8").result(lines.toString());
    }

    /** A text that a spreadsheet would take for a formula gets an apostrophe in front: names in a database may be anybody's. */
    static String cell(Object value) {
        var text = value == null ? "" : value.toString();
        var safe = value instanceof String && text.matches("(?s)[=+\\-@\t\r].*") ? "'" + text : text;
        return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
