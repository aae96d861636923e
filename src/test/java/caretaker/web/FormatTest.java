package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.run.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the expected texts an underscore stands for a non-breaking space. */
class FormatTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private final Format format = new Format(() -> NOW);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0|0", "1|1_B", "999|999_B", "1000|0.977_kB", "1024|1.00_kB", "10235|10.0_kB", "8192|8.00_kB", "819200|800_kB", "1023590|0.976_MB",
        "1048576|1.00_MB", "123456789|118_MB", "5660000000|5.27_GB", "1073741824|1.00_GB", "9007199254740992|8.00_PB", "-8192|−8.00_kB"})
    void bytesHaveThreeDigitsAndCountAsPostgresqlDoes(long bytes, String expected) {
        assertEquals(nbsp(expected), format.bytes(bytes).toString());
    }

    @Test
    void bytesAreExactOnHover() {
        assertEquals(nbsp("123,456,789_bytes"), format.bytes(123_456_789).exact());
        assertEquals(nbsp("1_byte"), format.bytes(1).exact());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0|0", "1|1", "1000|1,000", "9999999|9,999,999", "10000000|10.0_M", "12440000|12.4_M", "123456789|123_M", "12345678901|12,346_M",
        "-1234|−1,234", "-12440000|−12.4_M"})
    void countsHaveCommasUpToTenMillions(long count, String expected) {
        assertEquals(nbsp(expected), format.count(count).toString());
    }

    @Test
    void largeCountsAreExactOnHover() {
        assertEquals("12,440,000", format.count(12_440_000).exact());
        assertNull(format.count(1_000).exact());
    }

    @Test
    void whatIsNotKnownIsAWordAndNeverAZero() {
        for (var unknown : new Figure[] {format.bytes(null), format.count(null), format.percent(null)}) {
            assertEquals("unknown", unknown.toString());
            assertTrue(unknown.unknown());
            assertEquals(unknown, unknown.about(), "an estimate of the unknown stays unknown");
            assertEquals(unknown, format.change(unknown));
        }
        assertTrue(format.count(0).zero());
        assertFalse(format.count(0).about().estimate());
        assertEquals("–", format.none().toString());
    }

    @Test
    @Catalogue("J9")
    void anEstimateSaysSo() {
        assertTrue(format.count(3).about().estimate());
        assertEquals(nbsp("≈_3.00_kB"), format.bytes(3072).about().toString());
    }

    @Test
    void aChangeCarriesItsSign() {
        assertEquals("+5", format.change(format.count(5)).toString());
        assertEquals("−5", format.change(format.count(-5)).toString());
        assertEquals("0", format.change(format.count(0)).toString());
        assertEquals(nbsp("−8.00_kB"), format.change(format.bytes(-8192)).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|0_%", "0.001|0.1_%", "0.224|22.4_%", "0.9994|99.9_%", "0.9996|100_%", "1|100_%", "1.5|150_%", "-0.05|−5.0_%"})
    void percentagesHaveOneDecimalUnderAHundred(double share, String expected) {
        assertEquals(nbsp(expected), format.percent(share).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0|0_ms", "94|94_ms", "400|0.4_s", "9940|9.9_s", "9960|10_s", "41000|41_s", "59600|1_min", "60000|1_min", "686000|11_min 26_s",
        "3599600|1_h", "5400000|1_h 30_min", "18000000|5_h", "86400000|24_h", "172800000|2_days", "7776000000|90_days"})
    void durationsAreShort(long ms, String expected) {
        assertEquals(nbsp(expected), format.duration(Duration.ofMillis(ms)));
        assertEquals(nbsp(expected), format.millis(ms));
        assertEquals(nbsp(expected), format.between(NOW.minusMillis(ms), null));
    }

    @Test
    void aDurationThatIsNotKnownIsEmpty() {
        assertEquals("", format.duration(null));
        assertEquals("", format.millis(null));
        assertEquals("", format.between(null, NOW));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|now", "41|41_s ago", "120|2_min ago", "7200|2_h ago", "86400|1_d ago", "8553600|99_d ago", "8640000|12 Aug 2026", "-5|now"})
    void theRecentPastIsRelative(long seconds, String expected) {
        assertEquals(nbsp(expected), format.ago(NOW.minusSeconds(seconds)));
    }

    @Test
    void neverIsAWord() {
        assertEquals("never", format.ago(null));
        assertEquals("–", format.at(null, "UTC"));
        assertEquals("–", format.coming(null, "UTC"));
        assertEquals("–", format.fact(null, "UTC"));
    }

    @Test
    void timesStandInTheZoneOfTheDatabase() {
        var at = Instant.parse("2026-11-20T23:30:00Z");
        assertEquals("20 Nov 23:30", format.at(at, "UTC"));
        assertEquals("21 Nov 00:30", format.at(at, "Europe/Berlin"));
        assertEquals("2026-11-21 00:30:00 Europe/Berlin", format.fact(at, "Europe/Berlin"));
        assertEquals("2026-11-21", format.date(at, "Europe/Berlin"));
        assertEquals("00:30:00", format.time(at, "Europe/Berlin"));
        assertEquals("2026-11-20 23:30:00 UTC", format.fact(at, null), "without a zone it is UTC and says so");
    }

    @Test
    void theYearShowsWhenItIsNotThisOne() {
        assertEquals("31 Dec 2025 23:30", format.at(Instant.parse("2025-12-31T23:30:00Z"), "UTC"));
        assertEquals("1 Jan 00:30", format.at(Instant.parse("2025-12-31T23:30:00Z"), "Europe/Berlin"));
    }

    @Test
    void comingTimesHaveTheirWeekday() {
        assertEquals("today 23:30", format.coming(Instant.parse("2026-11-20T23:30:00Z"), "UTC"));
        assertEquals("Sat 21 Nov 00:30", format.coming(Instant.parse("2026-11-20T23:30:00Z"), "Europe/Berlin"));
        assertEquals("Sat 2 Jan 2027 02:00", format.coming(Instant.parse("2027-01-02T02:00:00Z"), "UTC"));
    }

    @Test
    void singularAndPluralAreRight() {
        assertEquals(nbsp("0_rows"), format.plural(0, "row"));
        assertEquals(nbsp("1_row"), format.plural(1, "row"));
        assertEquals(nbsp("4,118_rows"), format.plural(4_118, "row"));
    }

    @Test
    void aPatternMatchesItsTextAndNothingElse() {
        for (var name : new String[] {"public.events", "a.b*[c]", "Čáp \"x\"", "😀", "a\\d{2}|.*"}) {
            var pattern = Pattern.compile(format.pattern(name).replace("\\u{", "\\x{"));
            assertTrue(pattern.matcher(name).matches(), name);
            assertFalse(pattern.matcher(name + "x").matches(), name);
            assertFalse(pattern.matcher(name.replace('.', 'x').replace('*', 'x') + " ").matches(), name);
        }
    }

    private static String nbsp(String text) {
        return text.replace('_', '\u00a0');
    }
}
