package caretaker.web;

import caretaker.db.Quote;
import caretaker.db.Store;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Materialized views: when each was refreshed, how long that took, and whether it can be refreshed without blocking readers. */
final class ViewsPage {
    /** What the database's own table says is in lastRefreshed and so on; changedAt is when the collector saw another content, unchangedSince its first look. */
    public record Row(long databaseId, String databaseName, String environment, String zone, Instant takenAt, String schemaName, String relationName, String owner,
                      boolean isFilled, Long estimatedRows, Long totalBytes, String uniqueIndex, boolean mayRefresh, String source, Instant lastRefreshed,
                      BigDecimal recordsProcessed, BigDecimal refreshDurationSeconds, Instant changedAt, Instant unchangedSince, JsonNode durations, long found,
                      long empty, long notConcurrent) {
        public String label() {
            return schemaName.equals("public") ? relationName : schemaName + "." + relationName;
        }

        public String link() {
            return TableRow.link(databaseName, schemaName, relationName);
        }

        /** The newest that is known: what the table says, or what was seen. */
        public Instant refreshedAt() {
            return lastRefreshed != null && (changedAt == null || !lastRefreshed.isBefore(changedAt.minus(Duration.ofMinutes(10)))) ? lastRefreshed : changedAt;
        }

        /** True when the newest refresh that is known stands in a table. */
        public boolean recorded() {
            return lastRefreshed != null && refreshedAt() == lastRefreshed;
        }

        /** True when the table claims an older refresh than the collector saw: it was refreshed by something that does not write there. */
        public boolean unrecorded() {
            return lastRefreshed != null && !recorded() && !source.startsWith("caretaker.");
        }

        public Spark spark() {
            var points = new TreeMap<Instant, Long>();
            if (durations != null) {
                durations.forEach(p -> points.put(Instant.ofEpochSecond(p.get(0).asLong()), Math.round(p.get(1).asDouble() * 1000)));
            }
            return points.size() < 2 ? null : Spark.of(points, Duration.ofDays(400), "how long each refresh took");
        }

        /** The statement that makes CONCURRENTLY possible, to be completed by a person. */
        public String indexHint() {
            return "create unique index on " + Quote.name(schemaName, relationName) + " (…)";
        }
    }

    /** A table materialized_view_metadata that was found. */
    public record Source(String databaseName, String source, String login, boolean mayRead, long views) {
        public String grant() {
            return "grant select on " + source + " to " + Quote.name(login);
        }
    }

    public record Page(Listing listing, Sources sources, List<Row> rows, List<Source> metadata) implements Sheet.Paged {
        public long found() {
            return rows.isEmpty() ? 0 : rows.get(0).found;
        }

        public long empty() {
            return rows.isEmpty() ? 0 : rows.get(0).empty;
        }

        public long notConcurrent() {
            return rows.isEmpty() ? 0 : rows.get(0).notConcurrent;
        }

        public List<Source> closed() {
            return metadata.stream().filter(m -> !m.mayRead).toList();
        }
    }

    private final Store store;
    private final View view;

    ViewsPage(Store store, View view) {
        this.store = store;
        this.view = view;
    }

    void show(Context ctx) {
        view.list(ctx, "views", Listing.of(ctx, 100, "q"), l -> page(l, InView.of(ctx).id()));
    }

    private Page page(Listing listing, Long database) {
        var args = new HashMap<String, Object>(Map.of("search", listing.value("q"), "offset", listing.offset()));
        args.put("database", database);
        var one = new HashMap<String, Object>();
        one.put("database", database);
        var rows = store.list("observe/views", Row.class, args);
        return new Page(listing.counted(rows.isEmpty() ? 0 : rows.get(0).found()), Sources.of(store, database, "views", "refreshes"), rows,
            store.list("observe/views_source", Source.class, one));
    }
}
