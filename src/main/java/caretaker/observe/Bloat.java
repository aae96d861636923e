package caretaker.observe;

import caretaker.UserError;
import caretaker.db.Json;
import caretaker.db.Quote;
import caretaker.db.Sql;
import caretaker.db.Store;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Measures how much of a table or a B-tree index is empty, by the extension pgstattuple: on request, or the largest one that was not measured for a week. */
public final class Bloat {
    /** Reading stops here: a rotation must not be felt, and who asks for one object does not wait longer. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** A table or index of a database; kind is table or index. */
    public record Subject(long oid, String kind, long tableOid) {}

    /** wastedBytes is null when it could not be measured: then unknown is why. */
    public record Measured(long oid, Long totalBytes, Long wastedBytes, String unknown) {}

    private final Store store;
    private final Targets targets;
    private final Sql sql;
    private final InstantSource now;

    public Bloat(Store store, Targets targets, Sql sql, InstantSource now) {
        this.store = store;
        this.targets = targets;
        this.sql = sql;
        this.now = now;
    }

    /** Measures one object and writes it down; what PostgreSQL refuses is written down as its own sentence. */
    public Measured measure(long databaseId, long oid) {
        var subject = store.first("own/bloat_object", Subject.class, Map.of("database_id", databaseId, "oid", oid))
            .orElseThrow(() -> UserError.notFound("A table or B-tree index with the number " + oid));
        return measure(databaseId, subject);
    }

    /** One object of the rotation; nothing without the extension or when all was measured. */
    void next(long databaseId) {
        try {
            if (schema(databaseId) != null) {
                store.first("own/bloat_next", Subject.class, Map.of("database_id", databaseId, "at", now.instant())).ifPresent(s -> measure(databaseId, s));
            }
        } catch (TargetError e) {
            // the database is away: its own round says so
        }
    }

    private Measured measure(long databaseId, Subject subject) {
        var measured = read(databaseId, subject);
        var args = new HashMap<String, Object>(Map.of("database_id", databaseId, "oid", subject.oid, "kind", subject.kind, "table_oid", subject.tableOid, "at", now.instant()));
        args.put("total_bytes", measured.totalBytes);
        args.put("wasted_bytes", measured.wastedBytes);
        args.put("unknown", measured.unknown);
        store.update("own/bloat_measured", args);
        store.update("own/indexes_judge", Map.of("database_id", databaseId, "oid", subject.oid));
        return measured;
    }

    private Measured read(long databaseId, Subject subject) {
        try {
            var schema = schema(databaseId);
            if (schema == null) {
                throw UserError.of("Measuring needs the extension pgstattuple: CREATE EXTENSION pgstattuple, and GRANT pg_stat_scan_tables for this login.");
            }
            var target = targets.of(databaseId);
            var text = sql.get(subject.kind.equals("table") ? "observe/bloat_table" : "observe/bloat_index").replace("@extschema@", Quote.name(schema));
            JsonNode row = Json.parse(target.reading(c -> target.document(c, text, Map.of("oid", String.valueOf(subject.oid))), LIMIT)).path(0);
            return row.hasNonNull("total_bytes") ? new Measured(subject.oid, row.get("total_bytes").asLong(), row.get("wasted_bytes").asLong(), null)
                : new Measured(subject.oid, null, null, "it is gone");
        } catch (TargetError e) {
            return new Measured(subject.oid, null, null, e.sentence());
        }
    }

    /** The schema of the extension, or null. */
    private String schema(long databaseId) {
        return targets.of(databaseId).read("observe/extension", String.class, Map.of("extension", "pgstattuple")).stream().findFirst().orElse(null);
    }
}
