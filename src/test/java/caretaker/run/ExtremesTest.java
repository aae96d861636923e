package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Workbench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oldest and the newest row that a manifest tells are those of its file, as PostgreSQL orders and writes them. */
class ExtremesTest {
    private static final Pattern ID = Pattern.compile(",(\\d+)$", Pattern.MULTILINE);
    private final Workbench bench = new Workbench().withLedger();

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "timestamp", "timestamptz", "timestamptz(3)", "public.moment"})
    void ofEveryFile(String type) throws IOException {
        bench.with("create domain public.moment as timestamp");
        events(type, "timestamptz '2026-03-01 00:00+00' + (n * 7919 % 2000) * interval '1 minute 0.5 seconds' + (n % 3) * interval '0.25 seconds'");
        var manifests = exported(100);
        assertTrue(manifests.size() > 5);
        for (var manifest : manifests) {
            var rows = " from public.before where id in (" + ids(manifest) + ")";
            assertEquals(bench.value("select min(at)::text" + rows), manifest.oldest());
            assertEquals(bench.value("select max(at)::text" + rows), manifest.newest());
            assertEquals(bench.value("select count(*)" + rows), String.valueOf(manifest.rows()));
        }
    }

    /** Text does not sort as time does before Christ; what is not known is not told. */
    @Test
    void orUnknown() throws IOException {
        events("timestamptz", "case when n <= 10 then timestamptz '0044-03-15 12:00+00 BC' when n <= 300 then '0001-01-01 00:00+00' else '2026-01-01 00:00+00' end");
        var manifests = exported(100);
        assertNull(manifests.get(0).oldest());
        assertNull(manifests.get(0).newest());
        assertTrue(manifests.stream().anyMatch(m -> "0001-01-01 00:00:00+00".equals(m.oldest())), "a year of one digit is written with four");
        assertEquals("2026-01-01 00:00:00+00", manifests.get(manifests.size() - 1).newest());
    }

    private void events(String type, String at) {
        bench.with("""
            create table public.events (note text, at %s not null, id integer primary key);
            insert into public.events select case n %% 3 when 0 then E'a,\\n"x", ''y''\\\\' when 1 then null else '2019-01-01' end, %s, n from generate_series(1, 1000) as n;
            create index on public.events (at);
            create table public.before as table public.events""".formatted(type, at));
    }

    private List<Manifest> exported(int rows) {
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "export"), rows));
        assertEquals("done", run.status(), run.reason());
        var manifests = new ArrayList<Manifest>();
        for (var file : bench.value("select string_agg(file, ' ' order by no) from caretaker.batch where run = '" + run.runKey() + "'").split(" ")) {
            manifests.add(bench.exports.manifest(file));
        }
        return manifests;
    }

    private String ids(Manifest manifest) throws IOException {
        var file = bench.exports.files().stream().filter(f -> f.relative().endsWith(manifest.file())).findFirst().orElseThrow();
        try (var csv = ExportReader.open(bench.exports.resolve(file.relative()), manifest)) {
            return ID.matcher(new String(csv.readAllBytes(), StandardCharsets.UTF_8)).results().map(r -> r.group(1)).collect(Collectors.joining(", "));
        }
    }
}
