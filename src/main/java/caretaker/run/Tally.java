package caretaker.run;

import caretaker.UserError;
import caretaker.plan.Plan;
import java.util.HashMap;
import java.util.Map;

/**
 * What the workers of a run have moved, and what they may still move. Each claims its rows before it commits, so that together they never pass
 * what was previewed.
 */
final class Tally {
    private final Plan plan;
    private final Map<Long, Long> followed; // rows of other tables that followed by foreign keys, by the table's oid, claimed ones included
    private long done;
    private long claimed;
    private int batches;
    private int no;

    Tally(Plan plan, Ledger.Position position, Map<Long, Long> followed) {
        this.plan = plan;
        this.followed = new HashMap<>(followed);
        this.done = position.rows();
        this.claimed = position.rows();
        this.batches = position.batches();
        this.no = position.lastNo();
    }

    /** What a batch adds; following as in the ledger. */
    record Share(long rows, Map<Long, Long> following) {}

    synchronized int nextNo() {
        return ++no;
    }

    /** Throws a UserError when the plan does not allow that much; else settle() must follow. */
    synchronized void claim(Share share) {
        if (claimed + share.rows() > plan.content().move().capRows()) {
            throw UserError.refused("More rows match now than the plan may move (" + plan.content().move().capRows() + "). The batch was rolled back; preview again.");
        }
        for (var entry : share.following().entrySet()) {
            var allowed = plan.content().effects().stream().filter(e -> e.oid() == entry.getKey()).findFirst();
            if (allowed.isEmpty() || allowed.get().rows() == null || followed.getOrDefault(entry.getKey(), 0L) + entry.getValue() > allowed.get().rows()) {
                throw UserError.refused("The batch was rolled back: it would also have written to " + entry.getValue() + " rows of "
                    + allowed.map(Plan.Effect::table).orElse("another table") + ", more than was previewed.");
            }
        }
        claimed += share.rows();
        share.following().forEach((oid, rows) -> followed.merge(oid, rows, Long::sum));
    }

    /** The batch was committed, or not: then what it claimed is free again. */
    synchronized void settle(Share share, boolean committed) {
        if (committed) {
            done += share.rows();
            batches += share.rows() > 0 ? 1 : 0;
            return;
        }
        claimed -= share.rows();
        share.following().forEach((oid, rows) -> followed.merge(oid, -rows, Long::sum));
    }

    synchronized long done() {
        return done;
    }

    synchronized int batches() {
        return batches;
    }
}
