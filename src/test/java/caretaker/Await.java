package caretaker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a state, looking often. A test that succeeds never sees the limit, so it is long enough for a machine that has much else to do. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final long PAUSE = Duration.ofMillis(10).toNanos();

    private Await() {}

    public static void that(String what, BooleanSupplier state) {
        that(what, state, () -> "");
    }

    /** Fails with the story, as it is then. */
    public static void that(String what, BooleanSupplier state, Supplier<String> story) {
        that(what, LIMIT, state, story);
    }

    public static void that(String what, Duration limit, BooleanSupplier state, Supplier<String> story) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + limit.toSeconds() + " s: " + what + "\n" + story.get());
            }
            LockSupport.parkNanos(PAUSE);
        }
    }
}
