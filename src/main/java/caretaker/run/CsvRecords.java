package caretaker.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Counts the records of CSV that comes in pieces: line ends that stand outside quotes. A doubled quote closes and opens again, so nothing but the
 * parity of quotes matters, and in UTF-8 neither byte is ever part of another character. Eight bytes at a time: it runs while rows are locked.
 */
final class CsvRecords {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7f * EACH;
    private long records;
    /** 0x01 in each byte while inside quotes, else 0. */
    private long inside;
    private byte last = '\n';

    void add(byte[] bytes, int length) {
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            var word = (long) WORD.get(bytes, i);
            var quotes = where(word, '"' * EACH);
            var quoted = quotes == 0 ? inside : parity(quotes) ^ inside;
            records += Long.bitCount(where(word, '\n' * EACH) & ~quoted);
            inside = (quoted >>> 56) * EACH;
        }
        for (; i < length; i++) {
            if (bytes[i] == '"') {
                inside ^= EACH;
            } else if (bytes[i] == '\n' && inside == 0) {
                records++;
            }
        }
        last = length > 0 ? bytes[length - 1] : last;
    }

    long records() {
        return records;
    }

    /** False when what came so far ends within a record. */
    boolean whole() {
        return inside == 0 && last == '\n';
    }

    /** 0x01 in each byte that equals the one of the pattern: only there no bit is left after the exclusive or. */
    private static long where(long word, long pattern) {
        var left = word ^ pattern;
        return ~(((left & LOW_BITS) + LOW_BITS) | left | LOW_BITS) >>> 7;
    }

    /** 0x01 in each byte up to which the number of marks is odd. */
    private static long parity(long marks) {
        var odd = marks ^ marks << 8;
        odd ^= odd << 16;
        return odd ^ odd << 32;
    }
}
