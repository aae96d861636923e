package caretaker.run;

import caretaker.db.Target;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks, before each commit, at every table the transaction has written to: a cascade or trigger that touches more than was previewed is
 * found here, whatever its rights. PostgreSQL counts per session, so the counters at the start of the transaction are subtracted.
 */
final class EffectAudit {
    private final Target target;
    private final Plan plan;
    private final Map<Long, Long> followed;                     // rows written to other tables in committed batches
    private final Map<Long, Long> following = new HashMap<>();  // the same in this transaction
    private Map<Long, Touched> known = new HashMap<>();

    EffectAudit(Target target, Plan plan, Map<Long, Long> followed) {
        this.target = target;
        this.plan = plan;
        this.followed = followed;
    }

    /** Rows written to a table in this transaction. */
    public record Touched(long oid, String relationName, long inserted, long updated, long deleted, boolean exclusive) {
        private Touched less(Touched base) {
            return base == null ? this
                : new Touched(oid, relationName, inserted - base.inserted, updated - base.updated, deleted - base.deleted, exclusive);
        }

        private boolean nothing() {
            return inserted == 0 && updated == 0 && deleted == 0;
        }
    }

    /** Remembers the counters at the start of a transaction. */
    void baseline(Connection connection) {
        following.clear();
        var oids = known.keySet().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
        known = byOid(target.read(connection, "own/effect_base", Touched.class, Map.of("oids", oids)));
    }

    /** What goes beyond the plan, in a sentence; empty when the transaction did exactly what was previewed. */
    Optional<String> excess(Connection connection, long deleted, long archiveOid, long stored) {
        var now = target.read(connection, "own/effect_audit", Touched.class, Map.of());
        var base = known;
        known = new HashMap<>(base);
        known.putAll(byOid(now));
        long source = plan.content().move().tableOid();
        for (var entry : now) {
            var touched = entry.less(base.get(entry.oid()));
            var fault = touched.exclusive() ? Optional.of("something took an ACCESS EXCLUSIVE lock on " + touched.relationName())
                : touched.oid() == source ? unless(touched.deleted() == deleted && touched.inserted() == 0 && touched.updated() == 0, touched)
                : touched.oid() == archiveOid ? unless(touched.inserted() == stored && touched.deleted() == 0 && touched.updated() == 0, touched)
                : touched.relationName().equals("caretaker.batch") ? unless(touched.deleted() == 0 && touched.updated() == 0, touched)
                : other(touched);
            if (fault.isPresent()) {
                return fault;
            }
        }
        boolean counted = now.stream().anyMatch(t -> t.oid() == source);
        return counted || deleted == 0 ? Optional.empty() : Optional.of("the server does not count rows (track_counts is off), so the effect cannot be checked");
    }

    /** What has followed in this transaction, by table: the ledger keeps it. */
    Map<Long, Long> following() {
        return following;
    }

    /** The transaction was committed: what followed in it counts against the plan. */
    void committed() {
        following.forEach((oid, rows) -> followed.merge(oid, rows, Long::sum));
    }

    private Optional<String> other(Touched touched) {
        if (touched.nothing()) {
            return Optional.empty();
        }
        var allowed = plan.content().effects().stream().filter(e -> e.oid() == touched.oid()).findFirst();
        long rows = touched.deleted() + touched.updated();
        boolean planned = allowed.isPresent() && touched.inserted() == 0 && allowed.get().rows() != null
            && (touched.deleted() == 0 || allowed.get().action().equals("CASCADE"))
            && followed.getOrDefault(touched.oid(), 0L) + rows <= allowed.get().rows();
        following.put(touched.oid(), rows);
        return unless(planned, touched);
    }

    private static Optional<String> unless(boolean fine, Touched t) {
        return fine ? Optional.empty() : Optional.of("the batch would also have written to " + t.relationName() + " (" + t.inserted() + " inserted, "
            + t.updated() + " updated, " + t.deleted() + " deleted), more than was previewed");
    }

    private static Map<Long, Touched> byOid(List<Touched> rows) {
        return rows.stream().collect(Collectors.toMap(Touched::oid, t -> t, (a, b) -> b, HashMap::new));
    }
}
