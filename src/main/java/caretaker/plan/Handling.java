package caretaker.plan;

import caretaker.UserError;
import java.util.List;
import java.util.Objects;

/** How a policy's rows are moved, not which: null is the default, that is zstd, normal speed, one worker, no budget, VACUUM and ANALYZE afterwards. */
public record Handling(String compression, String speed, Integer workers, Integer budgetMinutes, String aftercare) {
    public static final Handling DEFAULT = new Handling(null, null, null, null, null);
    public static final List<String> SPEEDS = List.of("gentle", "normal", "full");
    public static final List<String> COMPRESSIONS = List.of("zstd", "gzip");
    public static final List<String> AFTERCARES = List.of("vacuum", "analyze", "none");
    private static final int MOST_WORKERS = 8;
    private static final int MOST_MINUTES = 7 * 24 * 60;

    /** Checks each choice; throws a UserError at its field. */
    public Handling {
        one("compression", compression, COMPRESSIONS);
        one("speed", speed, SPEEDS);
        one("aftercare", aftercare, AFTERCARES);
        between("workers", workers, MOST_WORKERS);
        between("budget", budgetMinutes, MOST_MINUTES);
    }

    /** The same with each default as null, so that what means the same is the same. */
    public Handling plain() {
        return new Handling("zstd".equals(compression) ? null : compression, "normal".equals(speed) ? null : speed, Integer.valueOf(1).equals(workers) ? null : workers,
            budgetMinutes, "vacuum".equals(aftercare) ? null : aftercare);
    }

    public String compressionOrDefault() {
        return Objects.requireNonNullElse(compression, "zstd");
    }

    public String speedOrDefault() {
        return Objects.requireNonNullElse(speed, "normal");
    }

    public int workersOrDefault() {
        return Objects.requireNonNullElse(workers, 1);
    }

    public String aftercareOrDefault() {
        return Objects.requireNonNullElse(aftercare, "vacuum");
    }

    private static void one(String field, String value, List<String> choices) {
        if (value != null && !choices.contains(value)) {
            throw UserError.of(field, "The " + field + " is one of " + String.join(", ", choices) + ".");
        }
    }

    private static void between(String field, Integer value, int most) {
        if (value != null && (value < 1 || value > most)) {
            throw UserError.of(field, "Write " + field + " as a number from 1 to " + most + ".");
        }
    }
}
