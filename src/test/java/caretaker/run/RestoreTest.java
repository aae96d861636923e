package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.plan.Condition;
import caretaker.plan.Ground;
import caretaker.plan.Plan;
import caretaker.plan.Restores;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was moved comes back: from the archive and from files, whole or in part, never twice, never changed. */
class RestoreTest {
    private static final String ALL = "select md5(string_agg(row(id, at, body, twice, note)::text, ',' order by id)) from ";
    private static final String TABLE = """
        create table public.prices (id integer primary key, at timestamptz not null, price numeric(12,2), due timestamptz, share double precision, name text, note text)""";
    private static final String PRICES = "select md5(string_agg(row(id, at, price, due, share, name, note)::text, ',' order by id)) from public.prices";
    private final Workbench bench = new Workbench().withLedger().with("""
        create table public.events (id bigint generated always as identity primary key, at timestamptz not null, body text,
          twice bigint generated always as (id * 2) stored, note jsonb);
        insert into public.events (at, body, note) select timestamptz '2026-06-15 12:00+00' - n * interval '2 hours', nullif('x' || n, 'x7'), '{"a":"\\\\u00e9,\\"\\n"}'
        from generate_series(1, 1000) as n;
        create index on public.events (at);
        analyze public.events""");

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void theLedgersNewestVersionIsThatOfItsFiles() {
        assertEquals(bench.sql.names("target").size(), Ground.NEWEST_LEDGER);
    }

    @Test
    void aRunComesBackFromItsArchiveJustAsItWas() {
        comesBack("archive");
        assertEquals(0, bench.count("public.events_archive"));
    }

    @Test
    void aRunComesBackFromItsFilesJustAsItWasAndOnlyOnce() {
        var run = comesBack("export");
        assertEquals(0, bench.count("caretaker.batch where file is not null and restored_by is null"));
        assertTrue(restore(run, false).refusal().contains("No file of this table holds rows"));
    }

    @Test
    void rowsThatMatchAConditionComeBackAlone() {
        for (var action : List.of("archive", "export")) {
            var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", action), 100));
            var plan = bench.restores.preview(Restores.Source.of(bench.plans.byId(run.planId()), run.runKey()), List.of(new Condition("id", ">", List.of("990"))), false, "ana");
            assertNull(plan.refusal());
            var back = bench.run(plan);
            assertEquals("done", back.status(), back.reason());
            assertEquals(10, bench.count("public.events where id > 990"));
            assertEquals(10, back.doneRows());
            bench.with("drop table if exists public.events_archive");
            bench.with("insert into public.events (id, at) overriding system value select n, timestamptz '2026-06-15 12:00+00' - n * interval '2 hours' from generate_series(361, 990) as n");
        }
    }

    @Test
    void rowsWhoseKeyIsInUseAgainAreCountedAndCanBeLeft() {
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100));
        bench.with("insert into public.events (id, at, body) overriding system value values (1000, now(), 'new')");
        assertTrue(restore(run, false).refusal().contains("1 row cannot come back"), restore(run, false).refusal());
        var back = bench.run(restore(run, true));
        assertEquals("done", back.status(), back.reason());
        assertEquals("new", bench.value("select body from public.events where id = 1000"));
        assertEquals(1, bench.count("public.events_archive"));
        assertEquals(1_000, bench.count("public.events"));
    }

    @Test
    void whatATriggerWouldChangeIsRolledBack() {
        for (var action : List.of("archive", "export")) {
            var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", action), 100));
            trigger("public.events", "new.body = 'changed'; return new;");
            var plan = restore(run, false);
            assertTrue(plan.content().warnings().get(0).text().contains("trigger stamp"));
            var back = bench.run(plan);
            assertEquals("refused", back.status());
            assertTrue(back.reason().contains("come back changed"), back.reason());
            assertEquals(0, bench.count("public.events where body = 'changed'"));
            bench.with("drop trigger stamp on public.events");
            assertEquals("done", bench.run(restore(run, false)).status());
        }
    }

    /** The row leaves the archive as it comes back, and with it a value that has no place in the table any more. */
    @Test
    @Catalogue({"A12", "A13"})
    void aColumnThatIsGoneOrNarrowerIsRefusedInThePreview() {
        var oracle = archived();
        bench.with("alter table public.prices drop column note");
        assertRefused("The column note (text) of the archive public.prices_archive is not in public.prices any more");
        bench.with("alter table public.prices add column note text");
        for (var type : List.of("price numeric(12,1)", "due date", "share real", "name character varying(20)", "name character(10)", "price bigint")) {
            var column = type.substring(0, type.indexOf(' '));
            var before = bench.value("select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'public.prices'::regclass and attname = '" + column + "'");
            bench.with("alter table public.prices alter column " + column + " type " + type.substring(column.length() + 1));
            assertRefused("The column " + column + " (" + before + ") of the archive public.prices_archive is " + type.substring(column.length() + 1) + " in public.prices now");
            bench.with("alter table public.prices alter column " + column + " type " + before);
        }
        assertEquals("done", bench.run(prices()).status());
        assertEquals(oracle, bench.value(PRICES));
    }

    @Test
    @Catalogue("B15")
    void aPlanThatDoesNotKnowTheTypesIsNotRun() {
        archived();
        var plan = prices();
        TestServer.execute(bench.storeAddress, "update caretaker_store.plan set content = content #- '{move,restore,types}' where id = " + plan.id());
        var back = bench.run(plan);
        assertEquals("refused", back.status());
        assertTrue(back.reason().contains("older version"), back.reason());
        assertEquals(300, bench.count("public.prices_archive"));
    }

    @Test
    void aColumnThatTheArchiveLacksGetsItsDefault() {
        archived();
        bench.with("""
            alter table public.prices add column kind text not null default 'plain', add column no bigint generated always as identity unique,
              add column archived_at timestamptz""");
        var plan = prices();
        assertNull(plan.refusal());
        for (var column : List.of("kind", "no", "archived_at")) {
            assertTrue(plan.content().warnings().stream().anyMatch(w -> w.text().contains("no column " + column + ";")), column);
        }
        var back = bench.run(plan);
        assertEquals("done", back.status(), back.reason());
        assertEquals(300, bench.count("public.prices where kind = 'plain' and no is not null and archived_at is null"));
        assertEquals(0, bench.count("public.prices_archive"));
    }

    @Test
    @Catalogue({"A12", "A13"})
    void aTableThatChangedAfterThePreviewIsRefused() {
        var oracle = archived();
        for (var change : List.of("drop column note", "alter column price type numeric(12,1)", "alter column due type date", "alter column share type real",
            "alter column name type varchar(20)")) {
            var plan = prices();
            assertNull(plan.refusal());
            bench.with("alter table public.prices " + change);
            var back = bench.run(plan);
            assertEquals("refused", back.status(), change);
            assertTrue(back.reason().startsWith("The column " + change.split(" ")[2] + " ("), back.reason());
            assertEquals(300, bench.count("public.prices_archive"));
            assertEquals(0, bench.count("public.prices"));
            bench.with("drop table public.prices");
            bench.with(TABLE);
        }
        assertEquals("done", bench.run(prices()).status());
        assertEquals(oracle, bench.value(PRICES));
    }

    @Test
    @Catalogue("A1")
    void aTriggerThatCameAfterThePreviewChangesNothing() {
        var oracle = archived();
        for (var made : List.of("new.name = 'changed'; return new;", "new.note = null; return new;", "return null;")) {
            var plan = prices();
            trigger("public.prices", made);
            var back = bench.run(plan);
            assertEquals("refused", back.status(), made);
            assertTrue(back.reason().contains("come back changed"), back.reason());
            assertEquals(0, bench.count("public.prices"));
            bench.with("drop trigger stamp on public.prices");
        }
        assertEquals("done", bench.run(prices()).status());
        assertEquals(oracle, bench.value(PRICES));
        var run = bench.run(bench.preview(bench.policy("public.prices", "at", "30 days", "export"), 100));
        var plan = restore(run, false);
        trigger("public.prices", "new.name = 'changed'; return new;");
        assertEquals("refused", bench.run(plan).status());
        assertEquals(0, bench.count("public.prices"));
    }

    /** Of a trigger on a partition its table says nothing. */
    @Test
    @Catalogue("A1")
    void aTriggerOnAPartitionChangesNothing() {
        bench.with("""
            create table public.parts (id integer, at timestamptz not null, body text) partition by range (at);
            create table public.old partition of public.parts for values from ('2000-01-01') to ('2026-01-01');
            insert into public.parts select n, timestamptz '2025-06-15 12:00+00' + n * interval '1 hour', 'x' || n from generate_series(1, 100) as n""");
        var run = bench.run(bench.preview(bench.policy("public.parts", "at", "30 days", "archive"), 100));
        assertEquals("done", run.status(), run.reason());
        trigger("public.old", "new.body = 'changed'; return new;");
        var back = bench.run(restore(run, false));
        assertEquals("refused", back.status());
        assertTrue(back.reason().contains("come back changed"), back.reason());
        assertEquals(100, bench.count("public.parts_archive"));
    }

    @Test
    @Catalogue("C9")
    void aDamagedOrMissingFileBringsNothingBack() throws Exception {
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "export"), 1_000));
        var left = bench.count("public.events");
        var file = bench.exports.resolve(bench.value("select file from caretaker.batch order by no"));
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        var back = bench.run(restore(run, false));
        assertEquals("refused", back.status(), back.reason());
        assertEquals(left, bench.count("public.events"));
        Files.delete(file);
        assertEquals("refused", bench.run(restore(run, false)).status());
        assertEquals(left, bench.count("public.events"));
    }

    /** Archives all rows of a table with values that a narrower type would change; answers what they were. */
    private String archived() {
        bench.with(TABLE).with("""
            insert into public.prices select n, '2026-01-01', n + 0.25, timestamptz '2026-01-01 11:59:59+00' + n * interval '1 hour', n + 0.1, 'x' || n || '  ', 'n' || n
            from generate_series(1, 300) as n""");
        var oracle = bench.value(PRICES);
        var run = bench.run(bench.preview(bench.policy("public.prices", "at", "30 days", "archive"), 100));
        assertEquals("done", run.status(), run.reason());
        return oracle;
    }

    private void trigger(String table, String body) {
        bench.with("create or replace function public.stamp() returns trigger language plpgsql as $$ begin " + body + " end $$; create trigger stamp before insert on "
            + table + " for each row execute function public.stamp()");
    }

    private Plan prices() {
        return bench.restores.preview(new Restores.Source(bench.database.id(), "public.prices", "public.prices_archive", null), List.of(), false, "ana");
    }

    private void assertRefused(String sentence) {
        var refusal = prices().refusal();
        assertTrue(refusal != null && refusal.startsWith(sentence), refusal);
    }

    private Run comesBack(String action) {
        var oracle = bench.value(ALL + "public.events");
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", action), 100));
        assertEquals("done", run.status(), run.reason());
        var plan = restore(run, false);
        assertNull(plan.refusal());
        assertEquals(run.doneRows(), plan.rows());
        var back = bench.run(plan);
        assertEquals("done", back.status(), back.reason());
        assertEquals(run.doneRows(), back.doneRows());
        assertEquals(oracle, bench.value(ALL + "public.events"));
        return run;
    }

    private Plan restore(Run run, boolean leave) {
        return bench.restores.preview(Restores.Source.of(bench.plans.byId(run.planId()), run.runKey()), List.of(), leave, "ana");
    }
}
