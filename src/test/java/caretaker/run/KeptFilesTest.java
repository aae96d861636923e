package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.plan.Plan;
import caretaker.plan.Restores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that keep rows in files: on a disk that is full, under a role with odd settings, after a run that was broken off. */
class KeptFilesTest {
    private final Workbench bench = new Workbench().withLedger().with("""
        create table public.events (id integer primary key, at timestamptz not null, span interval, price money, raw bytea, share real, day date, words text[], doc xml);
        insert into public.events select n, timestamptz '2026-06-15 12:00+00' - n * interval '2 hours', n * interval '-1 day 2 hours 0.5 seconds', n, '\\x00ff5c', n / 7.0,
          date '2026-04-03' - n, array['a', null, 'NULL'], '<a/>b' from generate_series(1, 1000) as n;
        create index on public.events (at)""");
    private final Path folder = Path.of("target", "test-servers", "exports-" + bench.address.database()).toAbsolutePath();

    @AfterEach
    void close() {
        Faults.probe(null);
        bench.close();
    }

    @Test
    @Catalogue("C6")
    void theSettingsOfTheRoleChangeNoByteAndNoValue() throws IOException {
        var oracle = bench.value("select md5(string_agg(e::text, ',' order by id)) from public.events as e");
        var before = bench.run(plan());
        var lines = lines(before);
        for (var setting : List.of("datestyle = 'SQL, DMY'", "intervalstyle = 'sql_standard'", "timezone = 'Asia/Tokyo'", "bytea_output = 'escape'", "extra_float_digits = -15",
            "array_nulls = off", "xmloption = 'document'", "standard_conforming_strings = off")) {
            bench.with("alter role current_user in database \"" + bench.address.database() + "\" set " + setting);
        }
        bench.targets.forget(bench.database.id());
        assertEquals("done", bench.run(back(before)).status());
        var after = bench.run(plan());
        assertEquals("done", after.status(), after.reason());
        assertEquals(lines, lines(after));
        assertEquals("done", bench.run(back(after)).status());
        bench.with("alter role current_user in database \"" + bench.address.database() + "\" reset all");
        assertEquals(oracle, bench.value("select md5(string_agg(e::text, ',' order by id)) from public.events as e"));
    }

    @Test
    @Catalogue("C10")
    void aFullDiskDeletesNothingAndIsNamed() throws IOException, InterruptedException {
        bench.oneSession(); // its thread fills the disk
        Files.createDirectories(folder);
        assumeTrue("root".equals(System.getProperty("user.name")) && runs("mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", folder.toString()), "needs root and mount");
        try {
            fill(20 << 20);
            var early = bench.run(plan());
            assertEquals("refused", early.status());
            assertTrue(early.reason().contains("nearly full"), early.reason());
            Files.delete(folder.resolve("ballast"));
            Faults.probe(point -> {
                if (point.equals("export-mid")) {
                    fill(80 << 20);
                }
            });
            var late = bench.run(plan());
            assertEquals("refused", late.status());
            assertTrue(late.reason().contains("could not be written") && late.reason().contains("0 bytes left"), late.reason());
            Faults.probe(null);
            assertEquals(1_000, bench.count("public.events"));
            assertEquals(0, bench.count("caretaker.batch"));
            assertEquals(List.of("ballast"), names());
            Files.delete(folder.resolve("ballast"));
            var again = bench.run(plan());
            assertEquals("done", again.status(), again.reason());
            assertEquals(640, again.doneRows());
        } finally {
            assertTrue(runs("umount", folder.toString()));
        }
    }

    @Test
    @Catalogue({"B17", "C18"})
    void whatABrokenOffRunLeftIsRemovedWhenItGoesOn() throws IOException {
        var broken = broken();
        var kept = names();
        assertEquals(2 * bench.count("caretaker.batch"), kept.size(), "files and their manifests, which the ledger names");
        var beside = bench.exports.resolve(kept.get(0)).getParent();
        for (var left : List.of("batch-000002.0badcafe.part", "batch-000002.0badcafe.csv.zst", "batch-000002.0badcafe.csv.zst.json")) {
            Files.writeString(beside.resolve(left), "half");
        }
        bench.runs.resume(broken.id(), "ana");
        var run = bench.runner.execute(broken.id());
        assertEquals("done", run.status(), run.reason());
        assertTrue(names().stream().noneMatch(n -> n.contains("0badcafe")));
        assertEquals(640, run.doneRows());
        assertTrue(names().containsAll(kept));
    }

    /** A store that was restored from an older backup, or a second one, gives the number of a run again. */
    @Test
    @Catalogue("C3")
    void aRunRemovesNoFileOfAnotherThatHadItsNumber() {
        var first = bench.run(plan());
        var kept = names();
        TestServer.execute(bench.storeAddress, "delete from caretaker_store.maintenance_log where id = " + first.id()
            + "; alter table caretaker_store.maintenance_log alter column id restart with " + first.id());
        bench.with("insert into public.events (id, at) select n, '2026-01-01' from generate_series(2001, 2100) as n");
        var second = bench.run(plan());
        assertEquals(first.id(), second.id());
        assertEquals("done", second.status(), second.reason());
        assertEquals(100, second.doneRows());
        assertTrue(names().containsAll(kept), names().toString());
        assertEquals("done", bench.run(back(first)).status());
        assertEquals(1_000, bench.count("public.events"));
    }

    @Test
    @Catalogue({"C3", "C18"})
    void whatAnyRunsRowInTheLedgerNamesIsSpared() throws IOException {
        var other = bench.run(plan());
        bench.with("insert into public.events (id, at) select n, '2026-01-01' from generate_series(2001, 2100) as n");
        var broken = broken();
        var folder = bench.exports.resolve(names().stream().filter(n -> n.contains("/" + broken.folder() + "/")).findFirst().orElseThrow()).getParent();
        for (var file : List.of("batch-000009.0badcafe.csv.zst", "batch-000009.0badcafe.csv.zst.json", "batch-000010.0badcafe.csv.zst")) {
            Files.writeString(folder.resolve(file), "another run's");
        }
        bench.with("insert into caretaker.batch (run, no, epoch, rows, stored, file) values ('" + other.runKey() + "', 99, 1, 1, 0, '"
            + bench.exports.relative(folder.resolve("batch-000009.0badcafe.csv.zst")) + "')");
        bench.runs.resume(broken.id(), "ana");
        assertEquals("done", bench.runner.execute(broken.id()).status());
        assertEquals(List.of("batch-000009.0badcafe.csv.zst", "batch-000009.0badcafe.csv.zst.json"),
            names().stream().filter(n -> n.contains("0badcafe")).map(n -> n.substring(n.lastIndexOf('/') + 1)).toList());
    }

    /** Up to then a folder bore the number alone; the ledger goes on naming it so. */
    @Test
    void whatLiesInAFolderOfAnOlderVersionComesBackFromThere() throws IOException {
        var run = bench.run(plan());
        var now = bench.exports.resolve(names().get(0)).getParent();
        Files.move(now, now.resolveSibling("run-" + run.id()));
        bench.with("update caretaker.batch set file = replace(file, '" + now.getFileName() + "', 'run-" + run.id() + "')");
        assertEquals("done", bench.run(back(run)).status());
        assertEquals(1_000, bench.count("public.events"));
    }

    @Test
    @Catalogue("C12")
    void aValueThatIsTooLongForTextStaysWhereItIs() {
        bench.with("""
            create table public.scans (id integer primary key, at timestamptz not null, image bytea);
            alter table public.scans alter image set storage extended;
            insert into public.scans values (1, '2026-01-01', 'a'), (2, '2026-01-02', convert_to(repeat('x', 600000000), 'UTF8')), (3, '2026-06-14', 'c')""");
        var run = bench.run(bench.preview(bench.policy("public.scans", "at", "30 days", "export"), 1));
        assertEquals("failed", run.status());
        assertTrue(run.reason().contains("too long to be written as text"), run.reason());
        assertEquals(3, bench.count("public.scans") + run.doneRows(), "its batch was rolled back");
        assertEquals(1, bench.count("public.scans where id = 2"));
        assertEquals("600000000", bench.value("select max(length(image)) from public.scans"));
        var archived = bench.run(bench.preview(bench.policy("public.scans", "at", "30 days", "archive")));
        assertEquals("done", archived.status(), archived.reason());
        assertEquals("600000000", bench.value("select max(length(image)) from public.scans_archive"));
        var back = bench.run(back(archived));
        assertEquals("done", back.status(), back.reason());
        assertEquals("600000000", bench.value("select max(length(image)) from public.scans"));
    }

    /** A run that ends after its first batch is committed. */
    private Run broken() {
        Faults.probe(point -> {
            if (point.equals("post-commit")) {
                throw new IllegalStateException("as if it was killed");
            }
        });
        var broken = bench.run(plan());
        Faults.probe(null);
        return broken;
    }

    private List<String> names() {
        return bench.exports.files().stream().map(ExportFolder.Found::relative).toList();
    }

    private Plan plan() {
        return bench.preview(bench.policy("public.events", "at", "30 days", "export"), 1_000);
    }

    private Plan back(Run run) {
        return bench.restores.preview(Restores.Source.of(bench.plans.byId(run.planId()), run.runKey()), List.of(), false, "ana");
    }

    /** The CSV of a run's files, line by line: rows that came back lie elsewhere and leave in another order, and each file has a header. */
    private List<String> lines(Run run) throws IOException {
        var lines = new TreeSet<String>();
        for (var file : bench.value("select string_agg(file, ' ') from caretaker.batch where run = '" + run.runKey() + "'").split(" ")) {
            var path = bench.exports.resolve(file);
            try (var csv = ExportReader.open(path, Manifest.read(Manifest.beside(path)))) {
                new String(csv.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
            }
        }
        return List.copyOf(lines);
    }

    private void fill(int bytes) {
        try (var ballast = Files.newOutputStream(folder.resolve("ballast"))) {
            for (int left = bytes; left > 0; left -= 1 << 16) {
                ballast.write(new byte[1 << 16]);
            }
        } catch (IOException e) {
            if (!Files.exists(folder.resolve("ballast"))) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static boolean runs(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }
}
