package caretaker.web;

import caretaker.db.Json;
import caretaker.db.Store;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is empty in tables and indexes: estimated or measured, each with its date, or unknown with the reason. */
final class BloatPage {
    private static final Set<String> SORTS = Set.of("wasted", "share", "size", "name", "taken");

    /** wastedBytes is null when unknown says why; estimatedBytes is the estimate beside a measurement, refused why measuring failed. */
    public record Row(long databaseId, String databaseName, String environment, String zone, long oid, String kind, String schemaName, String objectName, String tableName,
                      String method, Instant takenAt, Long totalBytes, Long wastedBytes, BigDecimal share, String unknown, Long estimatedBytes, String refused,
                      boolean isMeasurable, boolean isCritical, boolean isMuch) {
        public String label() {
            return schemaName.equals("public") ? objectName : schemaName + "." + objectName;
        }

        public String link() {
            return TableRow.link(databaseName, schemaName, tableName);
        }

        public boolean measured() {
            return method.equals("measured") && unknown == null;
        }
    }

    /** Counts of what the search finds; judged are the bytes of those whose waste is known. */
    public record Found(long objects, long much, long tables, long indexes, long unknowns, BigDecimal wasted, BigDecimal judged, long measured, long found, JsonNode rows) {
        /** The counts alone. */
        Found withoutRows() {
            return new Found(objects, much, tables, indexes, unknowns, wasted, judged, measured, found, null);
        }

        public Double share() {
            return judged.signum() == 0 ? null : wasted.doubleValue() / judged.doubleValue();
        }
    }

    public record Page(Listing listing, Sources sources, Found counts, List<Row> rows) implements Sheet.Paged {}

    private final Store store;
    private final View view;

    BloatPage(Store store, View view) {
        this.store = store;
        this.view = view;
    }

    void show(Context ctx) {
        view.list(ctx, "bloat", Listing.of(ctx, 100, "q", "filter").sortedBy("-wasted"), l -> page(l, InView.of(ctx).id()));
    }

    private Page page(Listing listing, Long database) {
        var args = new HashMap<String, Object>(listing.order(SORTS, "wasted"));
        args.putAll(Map.of("search", listing.value("q"), "filter", listing.value("filter")));
        args.put("database", database);
        var counts = store.one("observe/bloat", Found.class, args);
        return new Page(listing.counted(counts.found()), Sources.of(store, database, "bloat"), counts.withoutRows(), List.of(Json.snake(counts.rows(), Row[].class)));
    }
}
