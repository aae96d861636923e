package caretaker.plan;

/**
 * What one preview may change of its policy without touching it ("what if 30 days?"); null keeps the policy's own. batch is the most rows per
 * commit; exact: a large table is counted too, which may take three seconds.
 */
public record Overrides(String keep, String table, Integer batch, boolean exact) {
    public static final Overrides NONE = new Overrides(null, null, null, false);

    public Overrides(String keep, String table, Integer batch) {
        this(keep, table, batch, false);
    }
}
