package caretaker.run;

import caretaker.db.Target;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks, before each commit, at every table the transaction has written to: a cascade or trigger that touches more than was previewed is
 * found here, whatever its rights. PostgreSQL counts per session, so the counters at the start of the transaction are subtracted.
 */
final class EffectAudit {
    private final Target target;
    private final Plan plan;
    private final Map<Long, Long> following = new HashMap<>(); // rows written to other tables in this transaction, as previewed
    private Map<Long, Touched> known = new HashMap<>();
    private int waiting;

    EffectAudit(Target target, Plan plan) {
        this.target = target;
        this.plan = plan;
    }

    /** Rows written to a table in this transaction; waiting is how many sessions wait for ours. */
    public record Touched(long oid, String relationName, long inserted, long updated, long deleted, boolean exclusive, int waiting) {
        private Touched less(Touched base) {
            return base == null ? this
                : new Touched(oid, relationName, inserted - base.inserted, updated - base.updated, deleted - base.deleted, exclusive, waiting);
        }

        private boolean nothing() {
            return inserted == 0 && updated == 0 && deleted == 0;
        }
    }

    /** What a batch is expected to do: rows leave one relation and enter others (none for a delete or an export). */
    record Expected(long from, long left, Set<Long> into, long entered) {}

    /** Remembers the counters at the start of a transaction, also of tables that a rolled back try may have touched before any was audited. */
    void baseline(Connection connection, long from, Set<Long> into) {
        following.clear();
        var touched = Stream.of(known.keySet().stream(), Stream.of(from), into.stream(), plan.content().effects().stream().map(Plan.Effect::oid)).flatMap(s -> s);
        var oids = touched.distinct().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
        known = byOid(target.read(connection, "own/effect_base", Touched.class, Map.of("oids", oids)));
    }

    /** What goes beyond the plan, in a sentence; empty when the transaction did exactly what was previewed. */
    Optional<String> excess(Connection connection, Expected expected) {
        var now = target.read(connection, "own/effect_audit", Touched.class, Map.of());
        var base = known;
        known = new HashMap<>(base);
        known.putAll(byOid(now));
        waiting = now.stream().mapToInt(Touched::waiting).max().orElse(0);
        long entered = 0;
        boolean counted = false;
        for (var entry : now) {
            var touched = entry.less(base.get(entry.oid()));
            counted |= touched.oid() == expected.from();
            entered += expected.into().contains(touched.oid()) ? touched.inserted() : 0;
            var fault = touched.exclusive() ? Optional.of("something took an ACCESS EXCLUSIVE lock on " + touched.relationName()) : fault(touched, expected);
            if (fault.isPresent()) {
                return fault;
            }
        }
        if (!counted && expected.left() > 0) {
            return Optional.of("the server does not count rows (track_counts is off), so the effect cannot be checked");
        }
        return entered == expected.entered() ? Optional.empty()
            : Optional.of(expected.entered() + " rows were stored but PostgreSQL counts " + entered + " in the archive");
    }

    private Optional<String> fault(Touched touched, Expected expected) {
        if (touched.oid() == expected.from()) {
            return unless(touched.inserted() == 0 && touched.updated() == 0 && touched.deleted() == expected.left(), touched,
                touched.deleted() > expected.left() && !expected.into().isEmpty());
        }
        if (expected.into().contains(touched.oid())) {
            return unless(touched.deleted() == 0 && touched.updated() == 0, touched, false);
        }
        return touched.relationName().equals("caretaker.batch") ? unless(touched.deleted() == 0, touched, false) : other(touched);
    }

    /** What has followed in this transaction, by table: the ledger keeps it. */
    Map<Long, Long> following() {
        return Map.copyOf(following);
    }

    /** Sessions that waited for a lock of this transaction when it was about to commit. */
    int waiting() {
        return waiting;
    }

    private Optional<String> other(Touched touched) {
        if (touched.nothing()) {
            return Optional.empty();
        }
        var allowed = plan.content().effects().stream().filter(e -> e.oid() == touched.oid()).findFirst();
        boolean planned = allowed.isPresent() && touched.inserted() == 0 && (touched.deleted() == 0 || allowed.get().action().equals("CASCADE"));
        following.put(touched.oid(), touched.deleted() + touched.updated());
        return unless(planned, touched, false);
    }

    private static Optional<String> unless(boolean fine, Touched t, boolean lost) {
        if (fine) {
            return Optional.empty();
        }
        return Optional.of(lost ? t.deleted() + " rows were deleted but not all of them reached the archive; nothing is lost"
            : "the batch would also have written to " + t.relationName() + " (" + t.inserted() + " inserted, " + t.updated() + " updated, "
                + t.deleted() + " deleted), more than was previewed");
    }

    private static Map<Long, Touched> byOid(List<Touched> rows) {
        return rows.stream().collect(Collectors.toMap(Touched::oid, t -> t, (a, b) -> b, HashMap::new));
    }
}
