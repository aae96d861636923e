package caretaker.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How large batches are and how long a worker rests after each: so quick that the run ends soon, so slow that nobody notices. One for all
 * workers of a run; the dial may be turned at any time.
 */
final class Pacer {
    private static final int FIRST_ROWS = 500; // nobody knows yet how long they take
    private static final int FEWEST_ROWS = 100;
    private static final long AGAIN_NANOS = 1_000_000_000L;
    private static final long ALONE_AGAIN_NANOS = 200_000_000L; // with nobody else at work batches are long: before each of them
    private static final long BUSY_NANOS = 5_000_000_000L;
    private static final double NEAR = 0.8; // of what is aimed at: good enough
    private static final double UNNOTICED = 60; // rests this many times as long as it works: docs/benchmark.md, foreground
    private static final int LONGEST_REST_MS = 2_000;
    private static final int MOMENT_MS = 250;
    private static final double BUSY_TRANSACTIONS = 20; // a second, not our own
    private static final double LAG_SECONDS = 10;
    private static final long LAG_BYTES = 64L << 20;
    private static final long WAL_SEGMENTS = 8;
    private static final long SLOT_BYTES = 4L << 30;
    private final int most;
    private final Map<String, Long> slowed = new LinkedHashMap<>(); // reason, milliseconds
    private int rows;
    private Signals signals;
    private long readAt;
    private long busyUntil;
    private double pace;   // rows a millisecond, as the last full batch had it; 0 is unknown
    private Long counted;  // transactions of the database when they were counted last; null is unknown
    private long countedAt;
    private long own;      // ours since then
    private String held;   // why nothing is moved at all until the next reading, or null

    /** most: the largest batch in rows. */
    Pacer(int most) {
        this.most = most;
        this.rows = Math.min(FIRST_ROWS, most);
    }

    /** What the server says about its load; null is unknown. Bytes, seconds, segments of WAL, transactions since the statistics began. */
    public record Signals(Double lagSeconds, Long lagBytes, Long walBacklog, Long slotBytes, boolean vacuum, boolean wraparound, int active, Long transactions) {}

    /** How long to rest, and why (null: for no reason but the dial's). */
    record Rest(int milliseconds, String reason) {}

    /** batch: what one takes; rest: for each unit of work so many of rest. */
    private record Gait(int shortestMs, int longestMs, double rest, String reason) {
        private int aimMs() {
            return (shortestMs + longestMs) / 2;
        }
    }

    synchronized int rows() {
        return rows;
    }

    /** A batch collided with somebody: the next ones are smaller. */
    synchronized void collided() {
        rows = Math.max(1, rows / 2);
    }

    /** True when the signals are old enough to be read again. */
    synchronized boolean curious() {
        long now = System.nanoTime();
        return signals == null || now - readAt > (now < busyUntil ? AGAIN_NANOS : ALONE_AGAIN_NANOS);
    }

    synchronized void read(Signals now) {
        long at = System.nanoTime();
        count(now.transactions(), at);
        if (now.active() > 0) {
            busyUntil = at + BUSY_NANOS;
        }
        if (pace == 0 && at < busyUntil) {
            rows = Math.min(rows, FEWEST_ROWS);
        }
        readAt = at;
        signals = now;
        held = obstacle(now, held == null ? 1 : 0.5);
    }

    /** Over a second at least: a session tells its transactions once a second, all at once. */
    private void count(Long transactions, long at) {
        if (counted != null && transactions != null && at - countedAt <= AGAIN_NANOS) {
            return;
        }
        if (counted != null && transactions != null && (transactions - counted - own) / ((at - countedAt) / 1e9) > BUSY_TRANSACTIONS) {
            busyUntil = at + BUSY_NANOS;
        }
        counted = transactions;
        countedAt = at;
        own = 0;
    }

    /** Why nothing may be moved now; null when something may. */
    synchronized String held() {
        return held;
    }

    /** A batch of so many rows and milliseconds was committed while so many sessions waited for it: sets the size of the next and says how long to rest. */
    synchronized Rest after(long moved, int ms, int waiting, String dial) {
        own += 4;
        var gait = gait(dial, waiting);
        boolean full = moved >= rows / 2;
        pace = full ? moved / (double) Math.max(1, ms) : pace;
        if (ms < gait.aimMs() * NEAR || ms > gait.longestMs()) {
            double factor = Math.max(0.1, Math.min(16, gait.aimMs() / (double) Math.max(1, ms)));
            // Where few rows are due the walk is quick, which says nothing about the place where many are.
            double bound = full ? most : Math.min(most, Math.max(FIRST_ROWS, 2 * pace * gait.longestMs()));
            rows = (int) Math.max(Math.min(FEWEST_ROWS, most), Math.min(bound, rows * factor));
        }
        int rest = (int) Math.min(LONGEST_REST_MS, ms * gait.rest());
        note(gait.reason(), rest);
        return new Rest(rest, gait.reason());
    }

    /** True while a batch is followed by a rest. */
    synchronized boolean rests(String dial) {
        return gait(dial, 0).rest() > 0;
    }

    /** How many milliseconds to wait between two pieces of the preparation, so that those who queued up behind one are served before the next. */
    synchronized int moment(String dial) {
        own += 4;
        return rests(dial) ? MOMENT_MS : 0;
    }

    /** So long somebody waited for this reason. */
    synchronized void note(String reason, long ms) {
        if (reason != null && ms > 0) {
            slowed.merge(reason, ms, Long::sum);
        }
    }

    /** Every reason with its milliseconds, in the order in which they came up. */
    synchronized Map<String, Long> slowed() {
        return new LinkedHashMap<>(slowed);
    }

    private Gait gait(String dial, int waiting) {
        if (waiting > 0) {
            return new Gait(5, 20, UNNOTICED, waiting == 1 ? "a session waited for a lock of this run" : waiting + " sessions waited for locks of this run");
        }
        if (signals != null && signals.vacuum()) {
            return new Gait(50, 100, 3, "autovacuum works on the table");
        }
        return switch (dial) {
            case "full" -> new Gait(400, 500, 0, null);
            case "gentle" -> new Gait(10, 25, UNNOTICED, "the dial stands on gentle");
            default -> System.nanoTime() < busyUntil ? new Gait(10, 25, UNNOTICED, "other sessions are at work") : new Gait(250, 500, 0, null);
        };
    }

    /** share: of each limit, so that what has stopped begins again only well below it. */
    private static String obstacle(Signals s, double share) {
        if (s.wraparound() && s.vacuum()) {
            return "a vacuum against wraparound works on the table";
        }
        if (s.lagSeconds() != null && s.lagSeconds() > LAG_SECONDS * share || s.lagBytes() != null && s.lagBytes() > LAG_BYTES * share) {
            return "a replica lags behind";
        }
        if (s.walBacklog() != null && s.walBacklog() > WAL_SEGMENTS * share) {
            return "WAL waits to be archived";
        }
        return s.slotBytes() != null && s.slotBytes() > SLOT_BYTES * share ? "a replication slot holds back WAL" : null;
    }
}
