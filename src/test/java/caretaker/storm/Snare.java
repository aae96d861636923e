package caretaker.storm;

import java.nio.charset.StandardCharsets;

/** Knows the answer to a COMMIT when it passes. */
final class Snare {
    private static final byte[] COMMITTED = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);
    private volatile boolean armed;

    void armed(boolean now) {
        armed = now;
    }

    /** True once for the first such answer after it was armed. */
    boolean catches(byte[] bytes, int length) {
        if (!armed || !contains(bytes, length, COMMITTED)) {
            return false;
        }
        synchronized (this) {
            boolean first = armed;
            armed = false;
            return first;
        }
    }

    static boolean contains(byte[] bytes, int length, byte[] sought) {
        for (int at = 0; at + sought.length <= length; at++) {
            int same = 0;
            while (same < sought.length && bytes[at + same] == sought[same]) {
                same++;
            }
            if (same == sought.length) {
                return true;
            }
        }
        return false;
    }
}
