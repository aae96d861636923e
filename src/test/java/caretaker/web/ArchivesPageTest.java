package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Workbench;
import caretaker.plan.PolicyDraft;
import caretaker.run.Catalogue;
import caretaker.run.ExportFolder;
import caretaker.run.Run;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchivesPageTest {
    private TestConsole console;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench().withLedger().with("""
            create table public.events (id bigint primary key, at timestamptz not null);
            insert into public.events select n, timestamptz '2026-06-15 12:00+00' - n * interval '1 day' from generate_series(1, 400) as n;
            create index on public.events (at)""");
        console = new TestConsole(bench);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private long export() {
        var policy = bench.policies.save(new PolicyDraft("files", "managed", "public.events", "at", "90 days", List.of(), "export", null, false, null, null,
            BigDecimal.valueOf(100), null, null, null, null), "ana");
        var run = bench.run(bench.preview(policy, 200));
        assertEquals("done", run.status(), run.reason());
        return run.id();
    }

    private Path file(String ending) {
        return bench.exports.files().stream().map(ExportFolder.Found::relative).filter(f -> f.endsWith(ending)).findFirst().map(bench.exports.root()::resolve).orElseThrow();
    }

    @Test
    void nothingYetSaysWhereItWouldBe() {
        var text = TestConsole.text(console.get("/archives"));
        assertTrue(text.contains("Nothing is archived yet.") && text.contains(bench.exports.root().toString()), text);
    }

    @Test
    @Catalogue("C9")
    void archiveTablesAndFilesAreListedWithTheirState() throws IOException {
        assertEquals("done", bench.run(bench.preview(bench.policy("public.events", "at", "350 days", "archive"))).status());
        var id = export();
        console.as = Role.VIEWER;
        var text = TestConsole.text(console.get("/archives"));
        assertTrue(text.contains("1\u00a0archive table and 2\u00a0files"), text);
        assertTrue(text.contains("public.events_archive public.events"), text);
        assertTrue(text.contains("public.events Run " + id + " of files In the archive"), text);
        assertFalse(text.contains("No archive") || text.contains("Bring back…"), text);
        var files = TestConsole.text(console.get("/archives?run=" + id));
        assertTrue(files.contains("Files of run " + id) && files.contains(".csv.zst") && files.contains("2025-06-30 12:00:00"), files);
        assertTrue(console.get("/runs/" + id).body().contains("/archives?database=managed&amp;run=" + id));

        Files.delete(file(".zst"));
        var wrong = TestConsole.text(console.get("/archives?run=" + id));
        assertTrue(wrong.contains("1\u00a0file is not as the ledger says.") && wrong.contains("1\u00a0file wrong") && wrong.contains("Missing on disk"), wrong);
    }

    @Test
    @Catalogue("B17")
    void whatTheLedgerDoesNotNameIsNoArchiveAndMayBeRemoved() throws IOException {
        export();
        var named = file(".zst");
        var name = "managed/public.events/run-99/batch-000001.aaaaaaaa.csv.zst";
        var orphan = Files.createDirectories(bench.exports.root().resolve("managed/public.events/run-99")).resolve("batch-000001.aaaaaaaa.csv.zst");
        Files.writeString(orphan, "rows of a batch that was rolled back");
        var text = TestConsole.text(console.get("/archives"));
        assertTrue(text.contains("1\u00a0file is no archive.") && text.contains(name) && text.contains("Their batches were rolled back"), text);

        var path = "/databases/managed/leftovers/removal";
        console.as = Role.OPERATOR;
        assertFalse(console.get("/archives").body().contains(path));
        assertEquals(403, console.post(path, "file", name).statusCode());
        console.as = Role.ADMIN;
        for (var other : List.of(bench.exports.root().relativize(named).toString(), "managed/../../../etc/passwd", "managed", "")) {
            assertEquals(409, console.post(path, "file", other).statusCode(), other);
        }
        assertTrue(Files.exists(named));
        assertEquals(303, console.post(path, "file", name).statusCode());
        assertFalse(Files.exists(orphan));
    }

    @Test
    void whatARunMayBeWritingIsNoLeftover() throws IOException {
        export();
        var going = bench.runs.byId(bench.runs.queue(bench.preview(bench.policy("public.events", "at", "50 days", "export")), "ana", null, null, null, null));
        for (var folder : List.of(Run.folder(going.id(), going.runKey().toString()), "run-" + going.id(), "run-" + going.id() + "-0badcafe")) {
            Files.writeString(Files.createDirectories(bench.exports.root().resolve("managed/public.events/" + folder)).resolve("batch-000001.aaaaaaaa.part"), "half");
        }
        var text = TestConsole.text(console.get("/archives"));
        assertTrue(text.contains("1\u00a0file is no archive.") && text.contains("run-" + going.id() + "-0badcafe"), text);
    }

    @Test
    @Catalogue("B16")
    void withoutTheLedgerNothingIsOfferedForRemoval() {
        export();
        bench.with("drop schema caretaker cascade");
        var page = console.get("/archives");
        assertEquals(200, page.statusCode());
        assertTrue(TestConsole.text(page).contains("The ledger is not there") && TestConsole.text(page).contains("Keep them."), TestConsole.text(page));
        assertFalse(page.body().contains("/leftovers/removal"));
        bench.withLedger();
        var known = console.get("/archives");
        assertTrue(TestConsole.text(known).contains("it may be the only copy of its rows"), TestConsole.text(known));
        assertFalse(known.body().contains("/leftovers/removal"), "the log knows them");
    }
}
