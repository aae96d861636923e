package caretaker.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Sizes as people write them. */
final class Bytes {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) *(b|kb|mb|gb|tb|pb)", Pattern.CASE_INSENSITIVE);
    private static final List<String> UNITS = List.of("b", "kb", "mb", "gb", "tb", "pb");

    private Bytes() {}

    /** 20 GB, 1.5TB; null when it is none. */
    static Long read(String text) {
        var size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            return null;
        }
        var bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1024).pow(UNITS.indexOf(size.group(2).toLowerCase(Locale.ROOT))));
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0 || bytes.signum() == 0 ? null : bytes.longValue();
    }
}
