package caretaker.web;

import caretaker.db.Json;
import caretaker.observe.Table;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One line of the tables page. The history is pairs of a second and the bytes known then; what is between two far points was not measured. */
public record TableRow(String databaseName, String environment, String zone, long oid, String schemaName, String relationName, String kind,
                       boolean isChild, long partitions, Long estimatedRows, Long heapBytes, Long indexBytes, Long toastBytes, Long totalBytes,
                       boolean sizeExact, Long deadRows, BigDecimal deadShare, boolean manyDead, Instant vacuumedAt, Instant analyzedAt,
                       boolean unvacuumed, Long grownBytes, Instant baseAt, boolean growing, JsonNode policies, JsonNode history) {

    /** A policy in few words; dueRows is null until it was counted. */
    public record Tag(long id, String name, String keep, String action, Long dueRows, String oldest) {}

    static String link(String database, String schema, String table) {
        return "/table?name=" + InView.encode(Table.display(schema, table)) + "&database=" + InView.encode(database);
    }

    public String link() {
        return link(databaseName, schemaName, relationName);
    }

    /** The address of a form for a new policy on this table. */
    public String policyLink() {
        return "/policies/new?table=" + InView.encode(Table.display(schemaName, relationName)) + "&database=" + InView.encode(databaseName);
    }

    /** The name as people know it: without the schema where it is public. */
    public String label() {
        return schemaName.equals("public") ? relationName : schemaName + "." + relationName;
    }

    /** What the list is asked for to show the partitions. */
    public String family() {
        return schemaName + "." + relationName;
    }

    public boolean partitioned() {
        return kind.equals("partitioned");
    }

    public List<Tag> tags() {
        return List.of(Json.read(policies, Tag[].class));
    }

    /** The day of the oldest row that a policy covers, or null. */
    public String oldest() {
        return tags().stream().map(Tag::oldest).filter(o -> o != null && o.matches("\\d{4}-.*")).map(o -> o.substring(0, 10)).min(Comparator.naturalOrder()).orElse(null);
    }

    public Spark spark() {
        return spark(history, new Format(Instant::now));
    }

    static Spark spark(JsonNode history, Format format) {
        var points = new TreeMap<Instant, Long>();
        if (history != null) {
            history.forEach(p -> points.put(Instant.ofEpochSecond(p.get(0).asLong()), p.get(1).asLong()));
        }
        if (points.size() < 2) {
            return null;
        }
        return Spark.of(points, step(points).multipliedBy(3).dividedBy(2), format.bytes(points.firstEntry().getValue()) + " on "
            + format.at(points.firstKey(), "UTC") + ", " + format.bytes(points.lastEntry().getValue()) + " now");
    }

    /** The shortest distance of two points: the grid the history was asked for. */
    private static Duration step(SortedMap<Instant, Long> points) {
        Duration shortest = null;
        Instant last = null;
        for (Iterator<Instant> all = points.keySet().iterator(); all.hasNext(); ) {
            var at = all.next();
            var distance = last == null ? null : Duration.between(last, at);
            shortest = shortest == null || distance != null && distance.compareTo(shortest) < 0 ? distance : shortest;
            last = at;
        }
        return shortest;
    }
}
