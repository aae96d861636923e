package caretaker.plan;

import java.util.Optional;

/** The caps on a run: a share of the table, rows as the policy says, three times the usual run once three runs are known. */
record Caps(Policy policy, Plan.Facts facts, Plans.Rate rate) {
    /** Small numbers vary without meaning anything. */
    private static final long FEW_ROWS = 1_000;
    private static final long USUAL_FLOOR_ROWS = 10_000;

    /** The first cap that the counted rows exceed, in a sentence; empty when they stay below all. */
    Optional<String> refusal() {
        if (facts.matchingRows() == null) {
            return Optional.of("How many rows would go could neither be counted nor estimated, so nothing can be promised.");
        }
        long rows = facts.matchingRows();
        return overShare(rows).or(() -> overRows(rows)).or(() -> overUsual(rows));
    }

    private Optional<String> overShare(long rows) {
        var share = facts.sharePercent();
        if (share == null && rows > FEW_ROWS) {
            return Optional.of("How large the table is could neither be counted nor estimated, so its cap of " + Wording.percent(facts.capSharePercent())
                + " cannot be kept. ANALYZE the table and preview again.");
        }
        return share != null && rows > FEW_ROWS && share > facts.capSharePercent() ? Optional.of("It would remove " + Wording.percent(share)
            + " of the table; the cap is " + Wording.percent(facts.capSharePercent()) + ". If that is meant, an admin raises the cap in the policy.") : Optional.empty();
    }

    private Optional<String> overRows(long rows) {
        var cap = policy.capRows();
        return cap != null && rows > cap
            ? Optional.of("It would remove " + Wording.rows(rows) + "; the policy's cap is " + Wording.rows(cap) + ".") : Optional.empty();
    }

    private Optional<String> overUsual(long rows) {
        boolean known = rate.runs() >= 3 && rate.usualRows() != null && policy.capRows() == null;
        return known && rows > USUAL_FLOOR_ROWS && rows > 3 * rate.usualRows()
            ? Optional.of("It would remove " + Wording.rows(rows) + ", more than three times the usual run of " + Wording.rows(Math.round(rate.usualRows()))
                + ". If that is meant, an admin sets a cap in rows in the policy.") : Optional.empty();
    }
}
