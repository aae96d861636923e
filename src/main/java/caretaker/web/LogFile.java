package caretaker.web;

import caretaker.db.Store;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The log to take away: a filter as CSV for a spreadsheet, an entry as Markdown in the form of a hand-kept maintenance log. */
final class LogFile {
    private static final int CHUNK = 1_000;
    private static final String HEAD = "id,started_at,ended_at,outcome,kind,title,target,person,database,environment,planned_rows,done_rows,duration_s,reason,plan,parent,due_at";

    private LogFile() {}

    /** Written as it is read: a hundred thousand entries need no more memory than one page. */
    static void csv(Context ctx, LogFilter filter, Store store) {
        ctx.contentType("text/csv; charset=utf-8").header("Content-Disposition", "attachment; filename=\"maintenance-log.csv\"").header("Cache-Control", "no-store");
        try (var out = new OutputStreamWriter(ctx.res().getOutputStream(), StandardCharsets.UTF_8)) {
            out.write(HEAD + "\r\n");
            var cursor = LogFilter.Cursor.NONE;
            while (cursor != null) {
                var rows = store.list("observe/log", LogPage.Row.class, filter.page(cursor, CHUNK));
                for (var row : rows) {
                    write(out, row);
                }
                var last = rows.size() < CHUNK ? null : rows.get(CHUNK - 1);
                cursor = last == null ? null : new LogFilter.Cursor(last.startedAt(), last.id());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Writer out, LogPage.Row row) throws IOException {
        var seconds = row.endedAt() == null ? null : Duration.between(row.startedAt(), row.endedAt()).toMillis() / 1000.0;
        Object[] cells = {row.id(), row.startedAt(), row.endedAt(), row.status(), row.maintenanceType(), row.title(), row.target(), row.person(), row.databaseName(),
            row.environment(), row.plannedRows(), row.doneRows(), seconds, row.reason(), row.planId(), row.parentId(), row.dueAt()};
        out.write(Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",")) + "\r\n");
    }

    static void markdown(Context ctx, LogEntry entry, Format format) {
        var name = "maintenance-" + format.date(entry.run().startedAt(), entry.zone()) + "-" + entry.run().id() + ".md";
        ctx.contentType("text/markdown; charset=utf-8").header("Content-Disposition", "attachment; filename=\"" + name + "\"").header("Cache-Control", "no-store");
        ctx.result(markdown(entry, format));
    }

    static String markdown(LogEntry entry, Format format) {
        var run = entry.run();
        var text = new StringBuilder("# " + plain(run.title()) + ", " + format.date(run.startedAt(), entry.zone()) + "\n\n");
        text.append("Date: ").append(format.date(run.startedAt(), entry.zone())).append("  \n");
        text.append("Maintenance Type: ").append(plain(entry.kind())).append("  \n");
        text.append("Performed By: ").append(plain(entry.by())).append("  \n");
        text.append("Duration: ").append(run.endedAt() == null ? "not ended" : format.between(run.startedAt(), run.endedAt()).replace('\u00a0', ' ')).append("  \n");
        text.append("Outcome: ").append(Mark.of(run.status()).word()).append(entry.share()).append("\n");
        text.append("\nTasks Completed:\n");
        entry.tasks().forEach(t -> text.append(t.status().equals("done") ? "✅ " : t.well() ? "⏳ " : "❌ ").append(plain(t.title()))
            .append(t.rows() == null ? "" : " (" + format.plural(t.rows(), "row").replace('\u00a0', ' ') + ")")
            .append(t.status().equals("done") ? "" : ": " + Mark.of(t.status()).word().toLowerCase(Locale.ROOT)).append("  \n"));
        text.append("\nIssues Found:\n");
        entry.issues().forEach(i -> text.append("- ").append(plain(i.text())).append(i.person() == null ? "" : " (" + plain(i.person()) + ")").append('\n'));
        text.append(entry.issues().isEmpty() ? "- none\n" : "").append("\nNext Actions:\n");
        entry.actions().forEach(a -> text.append("- ").append(a.doneAt() == null ? "" : "[done by " + plain(a.doneBy()) + "] ").append(plain(a.body())).append('\n'));
        text.append(entry.actions().isEmpty() ? "- none\n" : "");
        if (!entry.notes().isEmpty()) {
            text.append("\nNotes:\n");
            entry.notes().forEach(n -> text.append("- ").append(plain(n.body())).append(" (").append(plain(n.person())).append(", ")
                .append(format.date(n.at(), entry.zone())).append(")\n"));
        }
        return text.toString();
    }

    /** One line of words: nothing in it is taken for Markdown or HTML. */
    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").replace("&", "&amp;").replace("<", "&lt;").replaceAll("([\\\\`*_\\[\\]#|])", "\\\\$1");
    }
}
