package caretaker.observe;

import caretaker.db.Databases;
import caretaker.db.Json;
import caretaker.db.Store;
import caretaker.db.Targets;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Brings what the store knows into a managed database once an hour, where its ledger has the tables for it, so that it can be asked there by SQL. */
public final class Publisher {
    private static final int SINCE = 3; // the version of the schema caretaker that has cleanup_statistics and monitor_storage_growth()
    private static final Duration PAUSE = Duration.ofMinutes(59);

    /** The schema caretaker in the managed database. */
    public record Ledger(int version, boolean writable, boolean viewsWritable) {}

    /** A policy as cleanup_statistics shows it. */
    public record Cleanup(String tableName, Long totalRecords, Long recordsToCleanup, String tableSize, String schemaName, String policy, Boolean recordsExact,
                          Instant oldestRecord, String unknown, Instant countedAt) {}

    /** A table as monitor_storage_growth() knows it. */
    public record Storage(String schemaName, String tableName, long sizeBytes, Long formerBytes, Instant formerAt, Long estimatedRows, Instant takenAt) {}

    /** A materialized view as materialized_view_metadata shows it. */
    public record View(String viewName, String relationName, Instant lastRefreshed, Long recordsProcessed, BigDecimal refreshDurationSeconds) {}

    private final Store store;
    private final Databases databases;
    private final Targets targets;
    private final InstantSource now;
    private final Map<Long, Instant> published = new ConcurrentHashMap<>();

    public Publisher(Store store, Databases databases, Targets targets, InstantSource now) {
        this.store = store;
        this.databases = databases;
        this.targets = targets;
        this.now = now;
    }

    /** After a round: remembers the ledger's version and, once an hour, publishes. Nothing is written where Caretaker may not change data. */
    public void due(long databaseId) {
        var database = databases.byId(databaseId);
        var ledger = targets.of(database).read("own/ledger_version", Ledger.class, Map.of()).get(0);
        store.update("own/database_ledger", Map.of("database_id", databaseId, "version", ledger.version));
        var before = published.getOrDefault(databaseId, Instant.EPOCH);
        if (ledger.version >= SINCE && ledger.writable && database.mayChange() && database.stoppedAt() == null && !before.plus(PAUSE).isAfter(now.instant())) {
            publish(databaseId, ledger.viewsWritable);
            published.put(databaseId, now.instant());
        }
    }

    private void publish(long databaseId, boolean views) {
        var which = Map.of("database_id", databaseId);
        var storage = tree(store.list("own/publish_storage", Storage.class, which));
        var cleanup = tree(store.list("own/publish_cleanup", Cleanup.class, which));
        var refreshes = tree(store.list("own/publish_views", View.class, which));
        var target = targets.of(databaseId);
        target.working(connection -> {
            target.read(connection, "own/statistics_publish", String.class, new HashMap<>(Map.of("storage", storage)));
            if (views) {
                target.read(connection, "own/statistics_publish_views", String.class, new HashMap<>(Map.of("views", refreshes)));
            }
            return target.read(connection, "own/statistics_publish_cleanup", String.class, new HashMap<>(Map.of("cleanup", cleanup)));
        });
    }

    private static JsonNode tree(Object rows) {
        return Json.tree(rows);
    }
}
