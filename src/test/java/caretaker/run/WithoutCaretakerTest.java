package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.db.Address;
import caretaker.db.Quote;
import caretaker.plan.Handling;
import caretaker.plan.PolicyDraft;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files come back without Caretaker: its manifest, the tools of the system and an empty database are enough. */
class WithoutCaretakerTest {
    private static final String TABLE = Quote.name("odd $HOME", "it's \"$(touch x)\" `id`\n; drop \\ !");
    private static final String DIGEST = "select md5(string_agg(t::text, E'\\n' order by t.id)) from " + TABLE + " as t";
    private final Workbench bench = new Workbench().withLedger();

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip"})
    @Catalogue("C13")
    void theCommandsOfTheManifestBringTheRowsBack(String compression) throws IOException {
        for (var tool : List.of("psql", compression, "sed")) {
            assumeTrue(sh("command -v " + tool, Path.of("."), bench.address).isEmpty(), tool + " is not installed");
        }
        bench.with("create schema " + Quote.name("odd $HOME") + "; create table " + TABLE + " (" + Quote.name("\\.\n%s :x \"q\"") + """
             text, id bigint, at timestamptz, span interval, price money, tags text[], raw bytea, made bigint generated always as (id * 2) stored);
            insert into
            """ + TABLE + """
            select t, row_number() over (), timestamptz '2020-01-01' + random() * interval '1 day', interval '-1 mons +2 days -03:04:05.000006', -1234.5,
              array['a', null, 'NULL', E'\\n\\\\.\\n'], '\\x00ff5c'
            from unnest(array[E'\\\\.', E'a\\n\\\\.\\nb', E'\\n\\\\.\\n', E'\\n\\\\.', E'\\\\."', E'\\\\.\\r\\n', E'a\\n\\\\."\\n\\\\.,"', '', null, E'\\\\N', 'é😀', '"', ',']) as t,
              generate_series(1, 40)""");
        var oracle = bench.value(DIGEST);
        var rows = bench.count(TABLE);
        var draft = new PolicyDraft("rule", "managed", TABLE, "at", "30 days", List.of(), "export", null, false, null, null, BigDecimal.valueOf(100), null, null, null, null,
            new Handling(compression, null, null, null, null));
        var run = bench.run(bench.preview(bench.policies.save(draft, "ana"), 200));
        assertEquals("done", run.status(), run.reason());
        assertEquals(rows, run.doneRows());

        var empty = TestServer.database("empty");
        for (var file : bench.value("select string_agg(file, ' ' order by no) from caretaker.batch").split(" ")) {
            var path = bench.exports.resolve(file);
            for (var command : Manifest.read(Manifest.beside(path)).restore()) {
                assertEquals("", sh(command, path.getParent(), empty));
            }
        }
        assertEquals(oracle, TestServer.value(empty, DIGEST));
        assertEquals(String.valueOf(rows), TestServer.value(empty, "select count(*) from " + TABLE));
    }

    /** What the command complained about; empty when it did what it should. */
    private static String sh(String command, Path folder, Address address) throws IOException {
        var builder = new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("PGHOST", address.host(), "PGPORT", String.valueOf(address.port()), "PGDATABASE", address.database(), "PGUSER", address.user(),
            "PGPASSWORD", address.password(), "PGSSLMODE", address.tls()));
        var process = builder.start();
        try {
            var output = new String(process.getInputStream().readAllBytes());
            return process.waitFor() == 0 ? "" : command + "\n" + output;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
