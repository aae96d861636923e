package caretaker.run;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Passes the CSV of a COPY on and keeps the least and the greatest value of its time column, so that no row is read twice for them. The server sends one row in
 * each message (https://www.postgresql.org/docs/current/protocol-message-formats.html, CopyData), the driver hands on one message at a time. ISO dates and times
 * of UTC sort as their bytes do while years have four digits; one that does not makes both unknown.
 */
final class Extremes extends FilterOutputStream {
    private static final int YEAR = 4;
    private static final int DATE = "2026-01-01".length();
    private final int column;
    private boolean header = true;
    private boolean known = true;
    private byte[] least;
    private byte[] greatest;

    /** column: its place in the CSV, from 0. */
    Extremes(OutputStream out, int column) {
        super(out);
        this.column = column;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (!header) {
            look(bytes, from, from + length);
        }
        header = false;
        out.write(bytes, from, length);
    }

    /** As the server wrote it; null without rows, and where it is unknown. */
    String oldest() {
        return known && least != null ? new String(least) : null;
    }

    /** The same of the other end. */
    String newest() {
        return known && greatest != null ? new String(greatest) : null;
    }

    private void look(byte[] bytes, int from, int end) {
        int start = field(bytes, from, end);
        int stop = start;
        while (stop < end && bytes[stop] != ',' && bytes[stop] != '\n') {
            stop++;
        }
        known &= stop - start >= DATE && bytes[start + YEAR] == '-' && bytes[stop - 1] != 'C'; // BC comes last
        if (least == null || Arrays.compare(bytes, start, stop, least, 0, least.length) < 0) {
            least = Arrays.copyOfRange(bytes, start, stop);
        }
        if (greatest == null || Arrays.compare(bytes, start, stop, greatest, 0, greatest.length) > 0) {
            greatest = Arrays.copyOfRange(bytes, start, stop);
        }
    }

    private int field(byte[] bytes, int from, int end) {
        int left = column;
        boolean quoted = false;
        int i = from;
        for (; left > 0 && i < end; i++) {
            quoted ^= bytes[i] == '"';
            left -= bytes[i] == ',' && !quoted ? 1 : 0;
        }
        return i;
    }
}
