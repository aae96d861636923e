package caretaker.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One line of the indexes page: the index, its verdict, what speaks for it, and the statement that would help. */
public record IndexRow(long databaseId, String databaseName, String environment, String zone, long oid, String schemaName, String tableName, String indexName,
                       String method, String definition, List<String> columns, List<String> included, String predicate, boolean isUnique, boolean isPrimary,
                       boolean isConstraint, boolean isIdentity, boolean isPartitioned, Long sizeBytes, boolean sizeExact, Long scans, Instant usedAt,
                       Instant observedSince, long observedScans, Instant takenAt, String duplicateOf, String coveredBy, String bloatMethod, Instant bloatAt,
                       Long wastedBytes, String bloatUnknown, Long scansElsewhere, String elsewhere, long unseenServers, String verdict, long gainBytes, String remedy, String coverDefinition, Long tuplesRead) {

    /** An index that should be there: on these columns, for this reason, of about this size. */
    public record Missing(String databaseName, String environment, String schemaName, String tableName, List<String> columns, String reason,
                          Long estimatedRows, Long heapBytes, String remedy, Long indexBytes) {
        public String label() {
            return (schemaName.equals("public") ? tableName : schemaName + "." + tableName) + " (" + String.join(", ", columns) + ")";
        }
    }

    public String link() {
        return TableRow.link(databaseName, schemaName, tableName);
    }

    /** Table and columns, as they stand in the definition. */
    public String covers() {
        return (schemaName.equals("public") ? tableName : schemaName + "." + tableName) + " (" + String.join(", ", columns) + ")"
            + (included.isEmpty() ? "" : " include (" + String.join(", ", included) + ")") + (predicate == null ? "" : " where " + predicate)
            + (method.equals("btree") ? "" : " using " + method);
    }

    /** The state whose mark is shown, and the word beside it. */
    public String mark() {
        return switch (verdict) {
            case "invalid" -> "critical";
            case "unused", "duplicate", "covered", "bloated" -> "warning";
            case "early", "unmeasured", "unjudged" -> "unknown";
            default -> "ok";
        };
    }

    public String word() {
        return switch (verdict) {
            case "early" -> "Too early";
            case "unmeasured" -> "Not measured";
            case "unjudged" -> "Not judged";
            case "used" -> scanned() ? "Used" : isUnique || isConstraint || isIdentity ? "Needed" : "Small";
            default -> verdict.substring(0, 1).toUpperCase() + verdict.substring(1);
        };
    }

    private boolean scanned() {
        return observedScans > 0 || scansElsewhere != null && scansElsewhere > 0;
    }

    /** Leftovers of a concurrent build carry PostgreSQL's own endings. */
    public boolean leftover() {
        return indexName.matches(".*_cc(new|old)\\d*");
    }

    public boolean measurable() {
        return method.equals("btree") && !isPartitioned && sizeBytes != null && sizeBytes >= 1 << 20;
    }

    /** The statement with what it relies on before it and what takes it back behind it, or null. */
    public String script() {
        return remedy == null ? null : (coverDefinition == null ? "" : "-- stays: " + line(coverDefinition) + ";\n") + remedy
            + (remedy.startsWith("DROP") ? "\n-- undo: " + line(definition) + ";" : "");
    }

    /** A definition may hold a text with a line break, which would end the comment it is written in. */
    private static String line(String definition) {
        return definition.replaceAll("[\\r\\n]+", " ");
    }

    /** What the statement does, in a word for its button. */
    public String deed() {
        return remedy.startsWith("DROP") ? "drops" : "rebuilds";
    }

    /** Why the verdict is what it is, in one line. */
    public String evidence(Format format) {
        var window = Duration.between(observedSince, takenAt);
        var watched = format.duration(window);
        var here = elsewhere == null ? "" : " here and on " + elsewhere;
        return switch (verdict) {
            case "invalid" -> leftover() ? "left by a REINDEX CONCURRENTLY that did not end; written to, never read" : "a concurrent build failed or still runs; written to, never read";
            case "unused" -> "0 scans in the " + watched + " it was watched" + here + "; not unique, no key, no replica identity" + (duplicateOf == null ? "" : "; the same columns as " + duplicateOf + " too") + unseen();
            case "duplicate" -> "the same columns as " + duplicateOf + ", which stays";
            case "covered" -> "the columns begin " + coveredBy + "; the planner can use that one";
            case "bloated" -> format.bytes(wastedBytes) + " would come back by a rebuild, " + bloat(format);
            case "early" -> (window.toMinutes() < 1 ? "watched since just now" : "0 scans in " + watched + here) + "; judged after 30 days";
            case "unmeasured" -> "bloat unknown: " + bloatUnknown;
            case "unjudged" -> "judged with the next round of the collector";
            default -> used(format);
        };
    }

    private String unseen() {
        return unseenServers == 0 ? "" : "; whether " + (unseenServers == 1 ? "another server of the replication uses" : unseenServers + " other servers of the replication use") + " it is not known: put "
            + (unseenServers == 1 ? "it" : "them") + " under care, or look there before it is dropped";
    }

    private String bloat(Format format) {
        return bloatMethod.equals("measured") ? "measured by pgstatindex " + format.ago(bloatAt) : "estimated " + format.ago(bloatAt);
    }

    private String used(Format format) {
        var why = new ArrayList<String>();
        why.add(isPrimary ? "primary key" : isConstraint ? "a constraint needs it" : isUnique ? "keeps values unique" : isIdentity ? "replica identity" : "");
        if (scanned()) {
            why.add(format.count(observedScans + (scansElsewhere == null ? 0 : scansElsewhere)) + " scans in the " + format.duration(Duration.between(observedSince, takenAt)) + " it was watched");
            if (tuplesRead != null && scans != null && scans > 0) {
                why.add("about " + format.plural(Math.round((double) tuplesRead / scans), "row") + " a scan");
            }
        } else if (!isUnique && !isConstraint && !isIdentity) {
            why.add("0 scans so far, too small to matter");
        }
        if (wastedBytes != null && sizeBytes != null && wastedBytes > sizeBytes / 5) {
            why.add(format.percent((double) wastedBytes / sizeBytes) + " free, " + bloat(format));
        }
        return String.join("; ", why.stream().filter(w -> !w.isEmpty()).toList());
    }
}
