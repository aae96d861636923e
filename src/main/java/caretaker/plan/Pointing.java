package caretaker.plan;

import caretaker.db.Quote;
import caretaker.observe.Table;
import java.util.List;

/** Foreign keys that point at the table: what follows a delete is counted, what would forbid it refuses the plan. */
final class Pointing {
    private static final int LIMIT_MS = 1_500;
    private final Limits limits;
    private final Table table;
    private final Counting counting;
    private final Plan.Move move;
    private String blocked;

    Pointing(Limits limits, Table table, Counting counting, Plan.Move move) {
        this.limits = limits;
        this.table = table;
        this.counting = counting;
        this.move = move;
    }

    /** Why the plan may not run; null when nothing forbids it. */
    String blocked() {
        return blocked;
    }

    /** Adds what follows and what is to be known about it. */
    void look(List<Plan.Warning> warnings, List<Plan.Effect> effects) {
        for (var key : table.foreignKeys()) {
            if (key.incoming()) {
                look(key, warnings, effects);
            }
        }
    }

    private void look(Table.ForeignKey key, List<Plan.Warning> warnings, List<Plan.Effect> effects) {
        var other = Table.display(key.otherSchema(), key.otherTable());
        var rows = key.readable() ? limits.within(LIMIT_MS, c -> counting.pointing(c, key, MoveSql.due(move))).orElse(null) : null;
        effects.add(new Plan.Effect(key.otherOid(), other, String.join(", ", key.columns()), key.action(), rows, key.indexed()));
        if (!key.indexed()) {
            warnings.add(new Plan.Warning("warning", "No index on " + other + " (" + String.join(", ", key.columns())
                + "). Each deleted row makes PostgreSQL read that whole table to find what points here.",
                "create index concurrently on " + Quote.name(key.otherSchema(), key.otherTable()) + " ("
                    + String.join(", ", key.columns().stream().map(Quote::name).toList()) + ");", "Statement"));
        }
        if (!key.follows() && rows != null && rows > 0) {
            blocked = Wording.rows(rows) + " of " + other + " still point at rows that would go (" + key.action() + "). Clean up " + other + " first.";
        } else if (key.follows() && (rows == null || rows > 0)) {
            warnings.add(new Plan.Warning("warning", (rows == null ? "An unknown number of rows" : Wording.rows(rows)) + " of " + other
                + (key.onDelete().equals("c") ? " are deleted too, and are not archived" : " lose their link") + " (ON DELETE " + key.action() + ").", null, null));
        }
        if (key.follows() && rows == null) {
            blocked = "How many rows of " + other + " would follow (ON DELETE " + key.action() + ") could not be counted, so it cannot be promised.";
        }
    }
}
