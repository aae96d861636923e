package caretaker.web;

import caretaker.db.Store;
import caretaker.observe.Bloat;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Every index and whether it is worth its room; what is missing; read from the store alone. */
final class IndexesPage {
    private static final Set<String> SORTS = Set.of("verdict", "name", "size", "scans");
    private static final Set<String> FILTERS = Set.of("invalid", "unused", "duplicate", "bloated", "unsaid", "used", "missing");

    /** How many there are of each verdict among those that match; known counts those the search hides too. */
    public record Summary(long indexes, BigDecimal bytes, BigDecimal gainBytes, long invalid, long unused, long duplicate, long bloated, long unsaid, long used,
                          Instant watchedSince, Instant takenAt, long known, String error) {
        long of(String filter) {
            return switch (filter) {
                case "invalid" -> invalid;
                case "unused" -> unused;
                case "duplicate" -> duplicate;
                case "bloated" -> bloated;
                case "unsaid" -> unsaid;
                case "used" -> used;
                case "missing" -> 0;
                default -> indexes;
            };
        }
    }

    public record Page(Listing listing, Summary summary, List<IndexRow> rows, List<IndexRow.Missing> missing, int lacking, String said) implements Sheet.Paged {
        /** Every statement of this page of the list, for a file or a terminal; empty when there are less than two. */
        public String script() {
            var all = Stream.concat(missing.stream().map(IndexRow.Missing::remedy), rows.stream().map(IndexRow::script).filter(Objects::nonNull)).toList();
            return all.size() < 2 ? "" : String.join("\n\n", all);
        }
    }

    private final Store store;
    private final Bloat bloat;
    private final View view;
    private final InstantSource clock;

    IndexesPage(Store store, Bloat bloat, View view, InstantSource clock) {
        this.store = store;
        this.bloat = bloat;
        this.view = view;
        this.clock = clock;
    }

    void show(Context ctx) {
        view.list(ctx, "indexes", Listing.of(ctx, 100, "q", "filter").sortedBy("-verdict"), l -> page(l, InView.of(ctx)));
    }

    /** Measures one table or index by pgstattuple and says what came out. */
    void measure(Context ctx) {
        var form = Form.of(ctx);
        var measured = bloat.measure(number(form.value("in")), number(form.value("oid")));
        var format = new Format(clock);
        view.done(ctx, InView.of(ctx).link("bloat".equals(form.value("to")) ? "/bloat" : "/indexes"), measured.unknown() != null ? "Not measured: " + measured.unknown()
            : format.bytes(measured.wastedBytes()) + " of " + format.bytes(measured.totalBytes()) + " are empty.");
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private Page page(Listing listing, InView inView) {
        var what = new HashMap<String, Object>(Map.of("search", listing.value("q")));
        what.put("database", inView.id());
        var summary = store.one("observe/indexes_summary", Summary.class, what);
        var missing = store.list("observe/indexes_missing", IndexRow.Missing.class, what);
        var filter = FILTERS.contains(listing.value("filter")) ? listing.value("filter") : "";
        var sort = listing.value("sort");
        var column = sort.startsWith("-") ? sort.substring(1) : sort;
        var known = SORTS.contains(column);
        what.putAll(Map.of("filter", filter, "sort", known ? column : "verdict", "down", !known || sort.startsWith("-"), "offset", listing.offset()));
        var rows = store.list("observe/indexes", IndexRow.class, what);
        return new Page(listing.counted(summary.of(filter)), summary, rows, filter.isEmpty() || filter.equals("missing") ? missing : List.of(), missing.size(), said(summary, missing.size()));
    }

    private static String said(Summary s, int missing) {
        var parts = new ArrayList<String>();
        add(parts, s.invalid, "invalid");
        add(parts, s.unused, "unused");
        add(parts, s.duplicate, "duplicate");
        add(parts, s.bloated, "bloated");
        add(parts, missing, "missing");
        return parts.isEmpty() ? "None is invalid, unused, duplicate or bloated, and none is missing" : String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String word) {
        if (count > 0) {
            parts.add(count + (parts.isEmpty() ? count == 1 ? " is " : " are " : " ") + word);
        }
    }
}
