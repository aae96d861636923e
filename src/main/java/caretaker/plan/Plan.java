package caretaker.plan;

import caretaker.observe.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A stored preview: frozen, expiring, and the only thing that can be run. refusal says why it may not be; null when it may. */
public record Plan(long id, long databaseId, String kind, Long policyId, Integer policyVersion, String title, String target, boolean harsher,
                   Content content, String refusal, Long rows, boolean exact, Long bytes, Instant cutoff, String createdBy, Instant createdAt,
                   Instant expiresAt) {

    /**
     * What is frozen. move is null for plans that are a list of statements; facts is null likewise. asPolicy: nothing of the policy was overridden;
     * overrides is what was.
     */
    public record Content(String sentence, boolean asPolicy, Overrides overrides, Move move, Facts facts, List<Step> steps, List<Warning> warnings,
                          List<Effect> effects, List<Lock> locks, String undo, String policyName, String databaseName) {}

    /** The rows to move: identity and structure of the tables, the cutoff and the conditions as SQL, and the walk. */
    public record Move(long tableOid, String schema, String table, String column, String base, String cutoffLiteral, String lowestLiteral,
                       String cutoffZone, String conditions, String walk, String index, List<String> columns, Archive archive, int batchRows,
                       long capRows, String fingerprint, boolean ownCode) {
        Move capped(long rows) {
            return new Move(tableOid, schema, table, column, base, cutoffLiteral, lowestLiteral, cutoffZone, conditions, walk, index, columns, archive,
                batchRows, rows, fingerprint, ownCode);
        }
    }

    /** Where archived rows go; create holds the statements that make the table, and oid is null then. */
    public record Archive(String schema, String table, Long oid, List<String> create, String stamp) {}

    /** One statement outside a move, in order, each in the one transaction of the plan. */
    public record Step(String title, String statement) {}

    /** Numbers for the page. Null is unknown: the reason is then in unknown. estimates carry exact = false in the plan itself. */
    public record Facts(Long tableRows, Long matchingRows, boolean matchingExact, int countMs, String oldest, String newest, Long nullRows,
                        Long futureRows, Long infiniteRows, Long stayRows, long tableBytes, Integer expectedSeconds, String rateSource,
                        Double usualRows, Integer usualRuns, Double sharePercent, Double capSharePercent, String unknown, List<Bucket> histogram) {}

    /** Rows of one slice of time; due are those that go. */
    public record Bucket(String from, long rows, long due) {}

    /** Something to know before running; remedy is a link target within Caretaker or a statement to copy, or null. */
    public record Warning(String level, String text, String remedy, String remedyLabel) {}

    /** What the run may touch besides the table itself; the audit in each batch allows this and nothing more. */
    public record Effect(long oid, String table, String columns, String action, Long rows, boolean indexed) {}

    /** A session that holds a lock which the run would wait for. */
    public record Lock(int pid, String user, String application, String mode, Instant since, String query) {}

    public boolean expired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** Why this archive may not be used: it is not the one of the preview, or rows cannot be kept in it without loss; empty when it may. */
    public Optional<String> archiveRefusal(Table table, Table archive) {
        var planned = content.move().archive();
        boolean known = planned.oid() != null ? planned.oid() == archive.oid() : Archives.ours(table, archive);
        return known ? Archives.misfit(table, archive) : Optional.of("The archive " + archive.display() + " is not the one of the preview: somebody else made it. Preview again.");
    }

    /** The share of the plan's bytes that so many rows take; null where the bytes are unknown. */
    public Long bytesOf(long someRows) {
        return bytes == null || rows == null || rows == 0 ? null : (Long) (long) ((double) bytes * someRows / rows);
    }

    public boolean moves() {
        return content.move() != null;
    }
}
