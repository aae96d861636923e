package caretaker.web;

import caretaker.UserError;
import caretaker.db.Store;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The maintenance log: every run and every time something did not happen, and one entry opened in the form people keep such logs. */
final class LogPage {
    static final int SIZE = 50;
    static final int MOST = 10_000;
    private static final int LENGTH = 4_000;
    private static final List<String> OUTCOMES = List.of("queued", "running", "done", "done_with_remainder", "stopped", "failed", "interrupted", "skipped", "deferred",
        "missed", "refused");

    /** A line of the log. */
    public record Row(long id, Instant startedAt, Instant endedAt, String status, String maintenanceType, String title, String target, String person,
                      String databaseName, String environment, String zone, Long plannedRows, Long doneRows, String reason, Long planId, Long parentId,
                      Instant dueAt) {
        public String kind() {
            return LogEntry.word(maintenanceType);
        }

        public String who() {
            return LogEntry.who(person);
        }

        public boolean going() {
            return endedAt == null;
        }

        /** False for what was due or asked for and did not begin: it has no duration. */
        public boolean happened() {
            return !List.of("missed", "skipped", "deferred", "refused").contains(status);
        }
    }

    /** A value the log can be filtered by. */
    public record Choice(String what, String value) {}

    /** Entries of one outcome. */
    public record Count(String status, long entries) {}

    /** The page; count stops at MOST, older is the address of the next page, entry is null until one is opened. */
    public record Page(Listing listing, List<Row> rows, long count, boolean more, String older, boolean begins, List<Choice> choices, String month,
                       List<Count> months, LogEntry entry, Form note, String problem) {
        public boolean filtered() {
            return listing.state().keySet().stream().anyMatch(k -> !List.of("entry", "database", "before").contains(k));
        }

        /** The whole filter, as a file. */
        public String csv() {
            return new Listing("/log.csv", listing.state(), SIZE, count).with("entry", null);
        }

        public List<String> values(String what) {
            return choices.stream().filter(c -> c.what().equals(what)).map(Choice::value).toList();
        }

        public String word(String type) {
            return LogEntry.word(type);
        }

        public String who(String person) {
            return LogEntry.who(person);
        }

        public List<String> outcomes() {
            return OUTCOMES;
        }

        public long of(String... statuses) {
            return months.stream().filter(c -> List.of(statuses).contains(c.status())).mapToLong(Count::entries).sum();
        }

        public long inMonth() {
            return months.stream().mapToLong(Count::entries).sum();
        }
    }

    private final View view;
    private final Store store;
    private final LogEntries entries;
    private final InstantSource clock;

    LogPage(View view, Store store, LogEntries entries, InstantSource clock) {
        this.view = view;
        this.store = store;
        this.entries = entries;
        this.clock = clock;
    }

    void show(Context ctx) {
        view.show(ctx, "log", page(ctx, ctx.queryParam("entry"), Form.empty()));
    }

    void csv(Context ctx) {
        LogFile.csv(ctx, LogFilter.of(ctx, InView.of(ctx)), store);
    }

    void markdown(Context ctx) {
        LogFile.markdown(ctx, entries.get(id(ctx.pathParam("id"))), new Format(clock));
    }

    void write(Context ctx) {
        var id = id(ctx.pathParam("id"));
        var body = String.valueOf(ctx.formParam("body")).strip();
        try {
            if (body.isEmpty() || body.length() > LENGTH) {
                throw UserError.of("body", "Write 1 to 4,000 characters.");
            }
            entries.write(id, String.valueOf(ctx.formParam("kind")), body, Session.of(ctx).name());
            view.done(ctx, InView.of(ctx).link("/log?entry=" + id), "It is in the log, signed " + Session.of(ctx).name() + ".");
        } catch (UserError e) {
            view.again(ctx, "log", page(ctx, String.valueOf(id), Form.of(ctx).refused(e)));
        }
    }

    void tick(Context ctx) {
        var id = id(ctx.pathParam("id"));
        entries.tick(id, id(ctx.pathParam("note")), Session.of(ctx).name());
        view.done(ctx, InView.of(ctx).link("/log?entry=" + id), "Marked as done by " + Session.of(ctx).name() + ".");
    }

    private Page page(Context ctx, String entry, Form note) {
        var inView = InView.of(ctx);
        var filter = LogFilter.of(ctx, inView);
        var listing = Listing.of(ctx, SIZE, "text", "kind", "outcome", "person", "from", "to", "before", "entry");
        var rows = store.list("observe/log", Row.class, filter.page(filter.before(), SIZE + 1));
        var shown = rows.subList(0, Math.min(SIZE, rows.size()));
        var last = rows.size() > SIZE ? shown.get(SIZE - 1) : null;
        var older = last == null ? null : listing.with("before", new LogFilter.Cursor(last.startedAt(), last.id()));
        var count = store.one("observe/log_count", Long.class, filter.count(MOST + 1));
        var opened = entry == null || entry.isBlank() ? null : entries.get(id(entry));
        var month = clock.instant().atZone(filter.zone()).toLocalDate().withDayOfMonth(1);
        return new Page(new Listing("/log", listing.state(), SIZE, count), shown, Math.min(count, MOST), count > MOST, older, filter.before().id() == null,
            store.list("observe/log_choices", Choice.class), month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
            months(inView, month.atStartOfDay(filter.zone()).toInstant(), filter.zone()), opened, note, filter.problem());
    }

    private List<Count> months(InView inView, Instant from, ZoneId zone) {
        var args = new HashMap<String, Object>(Map.of("from", from, "to", from.atZone(zone).plusMonths(1).toInstant()));
        args.put("database", inView.database() == null ? null : inView.database().name());
        return store.list("observe/log_month", Count.class, args);
    }

    private static long id(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw UserError.notFound("The entry " + text);
        }
        return Long.parseLong(text);
    }
}
