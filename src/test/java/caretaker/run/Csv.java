package caretaker.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** CSV for tests, quoted as the server does it: only where it must be, so that null and an empty string differ. */
final class Csv {
    /** Values that break what is careless. Null is one of them. */
    static final List<String> HOSTILE = Arrays.asList(null, "", " ", "NULL", "\\N", "\\.", "a\n\\.\nb", "\"", "\"\"", "a\"b", ",", "\r", "\n", "\r\n", "\n\n\"\n,",
        "=cmd()", "\uffff", "\ufeff", "\u202eright to left", "ñ\u0301", "\ud83d\ude80\ud834\udd1e", "\u2028", "\t\u000b\u0001\u007f", "x,\"y\"\n".repeat(180_000));

    private Csv() {}

    /** Every pair of hostile values, and a header with a line break in it. */
    static byte[] hostile() {
        var csv = new StringBuilder("id,\"a\nb\",\"say \"\"c\"\"\"\n");
        for (int i = 0; i < HOSTILE.size() * HOSTILE.size(); i++) {
            csv.append(i).append(',').append(quoted(HOSTILE.get(i / HOSTILE.size()))).append(',').append(quoted(HOSTILE.get(i % HOSTILE.size()))).append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** So many ordinary rows. */
    static byte[] plain(int rows) {
        return IntStream.range(0, rows).mapToObj(i -> i + "," + Integer.toHexString(i * 0x9e3779b9) + ",,\"a \"\"b\"\"\"\n")
            .collect(Collectors.joining("", "id,hash,note,text\n", "")).getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String value) {
        if (value == null) {
            return "";
        }
        boolean must = value.isEmpty() || value.equals("\\.") || value.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return must ? "\"" + value.replace("\"", "\"\"") + "\"" : value;
    }
}
