package caretaker.web;

import caretaker.db.Store;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the statements of a database did between two times, and which became slower; from pg_stat_statements, by way of the store. */
final class QueriesPage {
    private static final Set<String> SORTS = Set.of("total", "calls", "mean", "rows", "change");

    /** One statement; share is its part of the time of all; meanBefore is the week before, null where it did not run then. */
    public record Query(String databaseName, String environment, long databaseId, long queryid, String login, String text, long calls, double totalMs,
                        Double maxMs, long rows, long blocksHit, long blocksRead, long tempBlocks, Double meanMs, Double meanBefore, boolean isSlower,
                        Double share, long allStatements, BigDecimal allCalls, double allMs, long allSlower) {
        /** The share of blocks that PostgreSQL had in its memory; null when it touched none. */
        public Double cached() {
            return blocksHit + blocksRead == 0 ? null : (double) blocksHit / (blocksHit + blocksRead);
        }

        /** How many times as long as before, in words; null when that is not known. */
        public String change() {
            return meanBefore == null || meanMs == null || meanBefore < 0.001 ? null : String.format("× %.1f", meanMs / meanBefore);
        }

        /** A time of one call: fast ones with two decimals. */
        public String took(Double ms, Format format) {
            return ms == null ? "–" : ms < 10 ? String.format("%.2f", ms) + "\u00a0ms" : format.millis(ms);
        }

        /** The first words, for the row. */
        public String label() {
            var line = text.replaceAll("\\s+", " ").trim();
            return line.length() <= 160 ? line : line.substring(0, 160) + "…";
        }
    }

    /** Whether the statements of a database can be read; error is why not. */
    public record State(String databaseName, String environment, String dbname, String login, Instant takenAt, String error, Instant since, long statements,
                        boolean isHidden) {
        public boolean missing() {
            return error != null && (error.startsWith("The extension") || error.contains("shared_preload_libraries"));
        }

        /** What an owner of the server does once. */
        public String remedy() {
            return "-- postgresql.conf, then a restart of the server\nshared_preload_libraries = 'pg_stat_statements'\n\n-- in the database " + dbname
                + "\nCREATE EXTENSION IF NOT EXISTS pg_stat_statements;\nGRANT pg_read_all_stats TO \"" + login.replace("\"", "\"\"") + "\";";
        }
    }

    public record Page(Listing listing, Times times, List<Query> queries, List<State> states) implements Sheet.Paged {
        @Override
        public List<Query> rows() {
            return queries;
        }

        public Query totals() {
            return queries.isEmpty() ? null : queries.get(0);
        }

        public List<State> unread() {
            return states.stream().filter(s -> s.error != null || s.isHidden).toList();
        }

        /** How far the samples reach back, or null; less than the span means that the figures cover less. */
        public Instant since() {
            return states.stream().map(State::since).filter(s -> s != null).min(Instant::compareTo).orElse(null);
        }

        public Instant takenAt() {
            return states.stream().map(State::takenAt).filter(s -> s != null).min(Instant::compareTo).orElse(null);
        }

        public String unsampled(Format f) {
            return times.unsampled(since(), takenAt(), f);
        }

        /** The address of a short way: the last hour, day or week. */
        public String last(String span) {
            return listing.without("from", "to").with("span", span);
        }
    }

    private final Store store;
    private final View view;
    private final InstantSource clock;

    QueriesPage(Store store, View view, InstantSource clock) {
        this.store = store;
        this.view = view;
        this.clock = clock;
    }

    void show(Context ctx) {
        var listing = Listing.of(ctx, 100, "q", "span", "from", "to", "filter").sortedBy("-total");
        var inView = InView.of(ctx);
        var times = Times.of(listing, inView.database() == null ? "UTC" : inView.database().zone(), clock.instant());
        if ("csv".equals(ctx.queryParam("format"))) {
            times.check();
        }
        view.list(ctx, "queries", listing, l -> page(l, inView, times));
    }

    private Page page(Listing listing, InView inView, Times times) {
        var sort = listing.value("sort");
        var column = sort.startsWith("-") ? sort.substring(1) : sort;
        var known = SORTS.contains(column);
        var slower = listing.value("filter").equals("slower");
        var what = new HashMap<String, Object>(Map.of("search", listing.value("q"), "since", times.from(), "at", times.to(),
            "filter", slower ? "slower" : "", "sort", known ? column : "total", "down", !known || sort.startsWith("-"), "offset", listing.offset()));
        what.put("database", inView.id());
        var queries = store.list("observe/queries", Query.class, what);
        var states = new HashMap<String, Object>();
        states.put("database", inView.id());
        var total = queries.isEmpty() ? 0 : slower ? queries.get(0).allSlower : queries.get(0).allStatements;
        return new Page(listing.counted(total), times, queries, store.list("observe/queries_state", State.class, states));
    }
}
