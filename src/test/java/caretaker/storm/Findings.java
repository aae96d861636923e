package caretaker.storm;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the oracle found. lost: in no place; duplicated: archived twice; both: in the table and archived; stale: another image than the last one;
 * resurrected: deleted by the application, yet there; unknown: never written by it; early: moved though not past its time; unrecorded: the ledger
 * counts other rows than were moved; broken: files that the ledger names and that are not what it says.
 */
record Findings(long tracked, long moved, long lost, long duplicated, long both, long stale, long resurrected, long unknown, long early,
                long unrecorded, long broken) {
    static final Findings NONE = new Findings(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    Findings plus(Findings o) {
        return new Findings(tracked + o.tracked, moved + o.moved, lost + o.lost, duplicated + o.duplicated, both + o.both, stale + o.stale,
            resurrected + o.resurrected, unknown + o.unknown, early + o.early, unrecorded + o.unrecorded, broken + o.broken);
    }

    /** All that must be zero. */
    Map<String, Long> anomalies() {
        var all = new LinkedHashMap<String, Long>();
        all.put("lost", lost);
        all.put("duplicated", duplicated);
        all.put("both", both);
        all.put("stale", stale);
        all.put("resurrected", resurrected);
        all.put("unknown", unknown);
        all.put("early", early);
        all.put("unrecorded", unrecorded);
        all.put("broken", broken);
        return all;
    }

    boolean clean() {
        return anomalies().values().stream().allMatch(n -> n == 0);
    }
}
