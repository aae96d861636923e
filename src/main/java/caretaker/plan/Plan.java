package caretaker.plan;

import caretaker.observe.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stored preview: frozen, expiring, and the only thing that can be run. refusal says why it may not be; null when it may. */
public record Plan(long id, long databaseId, String kind, Long policyId, Integer policyVersion, String title, String target, boolean harsher,
                   Content content, String refusal, Long rows, boolean exact, Long bytes, Instant cutoff, String createdBy, Instant createdAt,
                   Instant expiresAt, String approvedBy, Instant approvedAt) {

    /**
     * What is frozen. move is null for plans that are a list of statements; facts is null likewise. asPolicy: nothing of the policy was overridden;
     * overrides is what was.
     */
    public record Content(String sentence, boolean asPolicy, Overrides overrides, Move move, Facts facts, List<Step> steps, List<Warning> warnings,
                          List<Effect> effects, List<Lock> locks, String undo, String policyName, String databaseName) {}

    /**
     * The rows to move: identity and structure of the table, the cutoff and the conditions as SQL, and the relations they are taken from. holds is
     * what legal holds kept when it was previewed; cutoffLiteral is null where the conditions alone choose the rows.
     */
    public record Move(long tableOid, String schema, String table, String column, String base, String cutoffLiteral, String lowestLiteral,
                       String cutoffZone, String conditions, String holds, List<Leaf> leaves, List<String> columns, Archive archive, Export export,
                       int batchRows, long capRows, Handling handling, boolean ownCode, Restore restore) {
        Move capped(long rows) {
            return new Move(tableOid, schema, table, column, base, cutoffLiteral, lowestLiteral, cutoffZone, conditions, holds, leaves, columns, archive,
                export, batchRows, rows, handling, ownCode, restore);
        }

        List<String> computed() {
            return restore == null ? List.of() : restore.computed();
        }

        /** True when rows come from files. */
        public boolean fromFiles() {
            return restore != null && !restore.files().isEmpty();
        }

        /** True when a column of the archive holds bytes; one value may be longer than a text can be. */
        boolean bytes(String name) {
            return restore != null && restore.types() != null && "bytea".equals(restore.types().get(name));
        }

        /** True when each row is compared with what it was: on their way back a trigger, also one of a partition, or a column's type could change it. */
        public boolean compared() {
            return restore != null;
        }

        /** The same without what legal holds keep: to count what they keep. */
        Move unheld() {
            return new Move(tableOid, schema, table, column, base, cutoffLiteral, lowestLiteral, cutoffZone, conditions, "", leaves, columns, archive,
                export, batchRows, capRows, handling, ownCode, restore);
        }

        Move taking(List<Leaf> from, boolean code) {
            return new Move(tableOid, schema, table, column, base, cutoffLiteral, lowestLiteral, cutoffZone, conditions, holds, from, columns, archive,
                export, batchRows, capRows, handling, code || ownCode, restore);
        }
    }

    /** A relation that rows are taken from: the table itself or one of its partitions; walk is index or blocks, index its name or null. */
    public record Leaf(long oid, String schema, String table, String fingerprint, String walk, String index) {
        public boolean byIndex() {
            return walk.equals("index");
        }
    }

    /** Where archived rows go; create holds the statements that make the table (oid is null then) or give it the columns it lacks. */
    public record Archive(String schema, String table, Long oid, List<String> create, String stamp) {}

    /**
     * Rows come back into the table: from files, or (files is empty) from its archive, which is then the leaf. types: the archive's
     * columns with their types, null from files. computed: columns that the table generates anew. run: null when they are not those of one run.
     */
    public record Restore(String run, List<File> files, Map<String, String> types, List<String> computed) {}

    /** A file of an export, as the ledger names it; no is its batch within its run. */
    public record File(String run, int no, String file, long rows) {}

    /** Rows go into compressed files that hold CSV just as the server writes it. */
    public record Export(String compression) {
        public static final String CSV = "format csv, header";
    }

    /** One statement outside a move, in order, each in the one transaction of the plan. */
    public record Step(String title, String statement) {}

    /** Numbers for the page. Null is unknown: the reason is then in unknown. estimates carry exact = false in the plan itself. */
    public record Facts(Long tableRows, Long matchingRows, boolean matchingExact, int countMs, String oldest, String newest, Long nullRows,
                        Long futureRows, Long infiniteRows, Long heldRows, Long stayRows, long tableBytes, Integer expectedSeconds, String rateSource,
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
        if (content.move().restore() != null) {
            return planned.oid() == archive.oid() ? homeless(archive) : Optional.of("The table " + archive.display() + " is not the one of the preview. Preview again.");
        }
        boolean known = planned.oid() != null ? planned.oid() == archive.oid() : Archives.ours(table, archive);
        return known ? Archives.misfit(table, archive) : Optional.of("The archive " + archive.display() + " is not the one of the preview: somebody else made it. Preview again.");
    }

    /** That the archive itself is as it was is compared where it is opened; that the files fit, where they are read. */
    private Optional<String> homeless(Table table) {
        var move = content.move();
        if (move.fromFiles()) {
            return Optional.empty();
        }
        return move.restore().types() == null ? Optional.of("The plan was made by an older version of Caretaker. Preview again.")
            : Archives.homeless(move.restore().types(), Table.display(move.leaves().get(0).schema(), move.leaves().get(0).table()), table);
    }

    /** The share of the plan's bytes that so many rows take; null where the bytes are unknown. */
    public Long bytesOf(long someRows) {
        return bytes == null || rows == null || rows == 0 ? null : (Long) (long) ((double) bytes * someRows / rows);
    }

    /** True when rows leave a table for good: what a second person may have to approve. */
    public boolean destructive() {
        return moves() && !kind.equals("restore");
    }

    public boolean moves() {
        return content.move() != null;
    }
}
