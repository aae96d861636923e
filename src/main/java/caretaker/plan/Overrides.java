package caretaker.plan;

/** What one preview may change of its policy without touching it ("what if 30 days?"); null keeps the policy's own. batch is the most rows per commit. */
public record Overrides(String keep, String table, Integer batch) {
    public static final Overrides NONE = new Overrides(null, null, null);
}
