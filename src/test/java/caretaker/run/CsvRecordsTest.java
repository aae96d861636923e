package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Records are counted by the quote rule alone, wherever the pieces are cut. */
class CsvRecordsTest {
    private static CsvRecords count(String csv, int piece) {
        var bytes = csv.getBytes(StandardCharsets.UTF_8);
        var records = new CsvRecords();
        for (int i = 0; i < bytes.length; i += piece) {
            records.add(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + piece)), Math.min(piece, bytes.length - i));
        }
        return records;
    }

    private static long records(String csv) {
        return count(csv, 5).records();
    }

    @Test
    void lineEndsWithinQuotesAreNoRecords() {
        assertEquals(0, records(""));
        assertEquals(1, records("id\n"));
        assertEquals(3, records("id\n1\n2\n"));
        assertEquals(2, records("\"a\nb\"\n\"1\n\n2\"\n"));
        assertEquals(2, records("a\n\"say \"\"no\n\"\"\"\n"));
        assertEquals(2, records("a\n\"\"\"\n\"\"\"\n"));
        assertEquals(2, records("a\r\n\"\r\n\"\r\n"));
    }

    @Test
    void emptyLinesAreRowsOfNull() {
        assertEquals(4, records("a\n\n\n\n"));
        assertEquals(4, records("a\n\"\"\n\n\\.\n"));
    }

    @Test
    void whetherItEndsWithinARecordIsKnown() {
        assertTrue(count("", 1).whole());
        assertTrue(count("a\n\"\n\"\n", 3).whole());
        assertFalse(count("a", 1).whole());
        assertFalse(count("a\n\"\n", 8).whole());
        assertFalse(count("a\n1,2", 8).whole());
    }

    @Test
    void everyTextIsCountedAsByteForByte() {
        var random = new Random(42);
        var alphabet = "\n\n\"\"a,\r\u008a\u00a2\ud83d\ude80\u0100\u0b22\u0a22\u7f7f\u0080\t!#";
        for (int i = 0; i < 3000; i++) {
            var text = random.ints(random.nextInt(80), 0, alphabet.codePointCount(0, alphabet.length())).map(n -> alphabet.codePointAt(alphabet.offsetByCodePoints(0, n)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            long expected = 0;
            boolean inside = false;
            for (char c : text.toCharArray()) {
                inside ^= c == '"';
                expected += c == '\n' && !inside ? 1 : 0;
            }
            for (int piece : new int[] {1, 3, 7, 8, 9, 16, 100}) {
                assertEquals(expected, count(text, piece).records(), text);
                assertEquals(!inside && (text.isEmpty() || text.endsWith("\n")), count(text, piece).whole(), text);
            }
        }
    }

    @Test
    void everyByteValueIsToldApart() {
        for (int quoted = 0; quoted < 2; quoted++) {
            for (int value = 0; value < 256; value++) {
                var bytes = new byte[16];
                Arrays.fill(bytes, (byte) value);
                bytes[0] = quoted == 1 ? (byte) '"' : bytes[0];
                var records = new CsvRecords();
                records.add(bytes, bytes.length);
                assertEquals(value == '\n' && quoted == 0 ? 16 : 0, records.records(), "byte " + value);
            }
        }
    }
}
