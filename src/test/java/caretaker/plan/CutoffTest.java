package caretaker.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caretaker.TestServer;
import caretaker.UserError;
import caretaker.run.Catalogue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutoffTest {
    @ParameterizedTest
    @CsvSource({
        // now, keep, zone, align, type, literal
        "2026-06-15T12:00:00Z, 365 days, UTC, , timestamptz, '2025-06-15 12:00:00.000000+00'",
        "2026-06-15T12:00:00Z, 12 months, UTC, month, timestamptz, '2025-06-01 00:00:00.000000+00'",
        "2026-03-31T12:00:00Z, 1 month, UTC, day, timestamptz, '2026-02-28 00:00:00.000000+00'",
        "2026-06-15T23:30:00Z, 1 day, Europe/Berlin, day, timestamptz, '2026-06-14 22:00:00.000000+00'",
        "2026-06-15T23:30:00Z, 1 day, Europe/Berlin, , date, 2026-06-15",
        "2026-06-15T23:30:00Z, 1 day, America/Los_Angeles, , date, 2026-06-14",
        "2026-06-15T12:00:00Z, 0 days, Asia/Kathmandu, , timestamp, '2026-06-15 17:45:00.000000'",
        // Across a clock change 30 days ago is the same time of day, not 720 hours ago.
        "2026-11-20T12:00:00Z, 30 days, Europe/Berlin, , timestamptz, '2026-10-21 11:00:00.000000+00'",
        "2026-06-15T12:00:00Z, 6 hours, UTC, , timestamptz, '2026-06-15 06:00:00.000000+00'"})
    @Catalogue("D7")
    void isResolvedOnceInTheZoneAndTypeOfTheColumn(Instant now, String keep, String zone, String align, String type, String literal) {
        var cutoff = Cutoff.of(now, Keep.parse(keep), ZoneId.of(zone), align, type);
        assertEquals("'" + literal + "'::" + type, cutoff.literal());
    }

    /** Sixty days around the ends of months and years, kept for months and years: PostgreSQL's own calendar says the same. */
    @Test
    @Catalogue("D7")
    void monthsAreCountedAsPostgresCountsThem() {
        var server = TestServer.database("calendar");
        for (var keep : List.of("1 month", "3 months", "12 months", "13 months", "1 year", "4 years")) {
            var ours = new StringBuilder();
            for (var start : List.of("2024-02-20", "2025-02-20", "2026-03-24", "2026-12-20")) {
                for (int day = 0; day < 15; day++) {
                    var now = LocalDate.parse(start).plusDays(day).atTime(12, 0).toInstant(ZoneOffset.UTC);
                    ours.append(Cutoff.of(now, Keep.parse(keep), ZoneOffset.UTC, null, "date").instant().toString(), 0, 10).append(' ');
                }
            }
            assertEquals(ours.toString().trim(), TestServer.value(server, "select string_agg((s::date + d - interval '" + keep + "')::date::text, ' ' order by s, d)"
                + " from unnest(array['2024-02-20', '2025-02-20', '2026-03-24', '2026-12-20']) as s, generate_series(0, 14) as d"), keep);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1 days", "12", "days", "1 fortnight", "1.5 days", "''", "9999999 days"})
    void aKeepThatMeansNothingIsRefusedAtItsField(String text) {
        assertEquals("keep", assertThrows(UserError.class, () -> Keep.parse(text)).field());
    }

    @Test
    @Catalogue("A3")
    void longNamesOfArchivesStayDistinctAndFit() {
        for (var name : new String[] {"x".repeat(63), "é".repeat(31), "x".repeat(56), "story_sessions", "表".repeat(21)}) {
            var archive = Archives.nameFor(name);
            assertEquals(true, archive.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 63 && !archive.equals(name) && archive.endsWith("_archive"), archive);
        }
        assertEquals("story_sessions_archive", Archives.nameFor("story_sessions"));
        assertEquals(false, Archives.nameFor("x".repeat(62) + "a").equals(Archives.nameFor("x".repeat(62) + "b")));
    }
}
