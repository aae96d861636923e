package caretaker.web;

import caretaker.db.Json;
import caretaker.db.Store;
import caretaker.observe.Checks;
import caretaker.observe.Collector;
import caretaker.observe.Round;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Every table: what it holds, how it grows, what is dead in it and which policies it has; read from the store alone. */
final class TablesPage {
    private static final Set<String> SORTS = Set.of("name", "rows", "size", "growth", "dead", "share", "vacuumed", "analyzed");
    /** The pages from which one may measure, by the word they send. */
    private static final Map<String, String> BACK = Map.of("overview", "/", "indexes", "/indexes", "queries", "/queries");
    private static final Set<String> TINTS = Set.of("growth", "dead", "policy");

    /** What the tables that match amount to, and how many each filter would leave; known counts those the filters hide too. */
    public record Summary(long allTables, long growing, long dead, long unvacuumed, long large, long withPolicy, long tables, BigDecimal rows,
                          long uncounted, BigDecimal bytes, long largestBytes, boolean exact, BigDecimal grownBytes, BigDecimal deadRows,
                          Instant since, long known, JsonNode largest, JsonNode schemas) {
        /** The two largest, when they hold most of it together; else empty. */
        public List<String> heavy() {
            return heavyShare() < 0.5 ? List.of() : List.of(largest.get(0).get("name").asText(), largest.get(1).get("name").asText());
        }

        public double heavyShare() {
            return largest.size() < 2 || tables < 3 ? 0
                : (largest.get(0).get("bytes").asDouble() + largest.get(1).get("bytes").asDouble()) / bytes.doubleValue();
        }

        public Double deadShare() {
            return rows.add(deadRows).signum() == 0 ? null : deadRows.doubleValue() / rows.add(deadRows).doubleValue();
        }

        public List<String> schemaNames() {
            return List.of(Json.read(schemas, String[].class));
        }
    }

    public record Page(Listing listing, Summary summary, List<TableRow> rows, String tint, List<TableMap.Tile> map, List<TableMap.Step> legend,
                       Instant sampledAt, boolean young) implements Sheet.Paged {}

    private final Store store;
    private final Collector collector;
    private final Checks checks;
    private final View view;
    private final InstantSource clock;

    TablesPage(Store store, Collector collector, Checks checks, View view, InstantSource clock) {
        this.store = store;
        this.collector = collector;
        this.checks = checks;
        this.view = view;
        this.clock = clock;
    }

    void show(Context ctx) {
        var listing = Listing.of(ctx, 100, "q", "schema", "filter", "parent", "tint").sortedBy("-size");
        view.list(ctx, "tables", listing, l -> page(l, InView.of(ctx)));
    }

    /** Samples the databases in view now and waits for it. */
    void measure(Context ctx) {
        var inView = InView.of(ctx);
        var rounds = inView.shown().parallelStream().map(d -> collector.measureNow(d.id())).toList();
        if ("overview".equals(ctx.queryParam("to"))) {
            inView.shown().parallelStream().forEach(d -> checks.run(d.id()));
        }
        view.done(ctx, inView.link(BACK.getOrDefault(ctx.queryParam("to") == null ? "" : ctx.queryParam("to"), "/tables")), said(rounds));
    }

    private Page page(Listing listing, InView inView) {
        var what = new HashMap<String, Object>(Map.of("search", listing.value("q"), "schema", listing.value("schema"), "filter", listing.value("filter")));
        what.put("database", inView.id());
        var summary = store.one("observe/tables_summary", Summary.class, what);
        var tint = TINTS.contains(listing.value("tint")) ? listing.value("tint") : "growth";
        var map = new TableMap(tint, new Format(clock));
        var tiles = map.tiles(store.list("observe/tables_map", TableMap.Item.class, what));
        what.putAll(order(listing));
        var rows = store.list("observe/tables", TableRow.class, what);
        var sampled = inView.shown().stream().map(d -> d.sampledAt()).filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null);
        var young = summary.since() == null || summary.since().isAfter(clock.instant().minus(Duration.ofDays(29)));
        return new Page(listing.counted(summary.tables()), summary, rows, tint, tiles, map.legend(), sampled, young);
    }

    private Map<String, Object> order(Listing listing) {
        var sort = listing.value("sort");
        var column = sort.startsWith("-") ? sort.substring(1) : sort;
        var known = SORTS.contains(column);
        return Map.of("parent", listing.value("parent"), "sort", known ? column : "size", "down", !known || sort.startsWith("-"),
            "offset", listing.offset(), "at", clock.instant());
    }

    private static String said(List<Round> rounds) {
        var failed = rounds.stream().filter(r -> r.error() != null).map(Round::error).distinct().collect(Collectors.joining(" "));
        var tables = rounds.stream().mapToInt(Round::relations).sum();
        return (rounds.size() > 0 && failed.isEmpty() || tables > 0 ? "Measured " + tables + (tables == 1 ? " relation." : " relations.") : "")
            + (failed.isEmpty() ? "" : " Not measured: " + failed);
    }
}
