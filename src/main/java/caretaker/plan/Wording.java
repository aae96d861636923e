package caretaker.plan;

import caretaker.observe.Table;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A plan in plain words: title, contract sentence, way back. */
public final class Wording {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);
    private static final int FEW_ROWS = 1_000;
    private final Policy policy;
    private final Table table;
    private final Plan.Move move;
    private final Cutoff cutoff;
    private final Plan.Facts facts;

    Wording(Policy policy, Table table, Plan.Move move, Cutoff cutoff, Plan.Facts facts) {
        this.policy = policy;
        this.table = table;
        this.move = move;
        this.cutoff = cutoff;
        this.facts = facts;
    }

    String title() {
        var verb = policy.archives() ? "Archive " : policy.exports() ? "Export " : "Delete ";
        return verb + (facts.matchingRows() == null ? "rows" : about() + rows(facts.matchingRows())) + " of " + table.display();
    }

    String sentence() {
        if (facts.matchingRows() != null && facts.matchingRows() == 0) {
            return "No row of " + table.display() + " is past its time: nothing would change.";
        }
        var where = policy.conditions().isEmpty() ? "" : " where " + String.join(" and ", policy.conditions().stream().map(Condition::toString).toList());
        var before = " with " + move.column() + " before " + MOMENT.format(cutoff.instant().atZone(ZoneId.of(cutoff.zone()))) + " " + cutoff.zone() + where;
        var what = facts.matchingRows() == null ? "Rows" : about() + rows(facts.matchingRows());
        var opening = policy.archives()
            ? "Moves " + what + " of " + table.display() + before + " into " + Table.display(move.archive().schema(), move.archive().table())
            : policy.exports() ? "Writes " + what + " of " + table.display() + before + " into " + move.export().compression() + " files and deletes them"
            : "Deletes " + what + " of " + table.display() + before;
        return opening + ", in " + transactions() + ". Readers and writers keep working. " + (policy.archives()
            ? "Each row leaves the table and enters the archive in the same commit: none is lost, none is kept twice."
            : policy.exports() ? "Each file is synced, read back and compared before its rows are gone from the table."
            : "Deleted rows are not kept anywhere.");
    }

    String undo() {
        return policy.archives() ? "The rows stay in " + Table.display(move.archive().schema(), move.archive().table()) + " and can be brought back from there by a plan of its own."
            : policy.exports() ? "The rows stay in the files and can be brought back from there by a plan of its own."
            : "None: deleted rows come back from a backup only.";
    }

    /** 1 row, 12,345 rows. */
    public static String rows(long rows) {
        return count(rows) + (rows == 1 ? " row" : " rows");
    }

    static String count(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    static String percent(double share) {
        return String.format(Locale.ENGLISH, share == Math.rint(share) ? "%.0f\u00a0%%" : "%.1f\u00a0%%", share);
    }

    private String about() {
        return facts.matchingExact() ? "" : "about ";
    }

    private String transactions() {
        if (facts.matchingRows() == null) {
            return "short transactions";
        }
        return facts.matchingRows() <= Math.min(FEW_ROWS, move.batchRows()) ? "one short transaction" : "short transactions";
    }
}
