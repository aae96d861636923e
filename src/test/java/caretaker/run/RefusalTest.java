package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.db.Databases;
import caretaker.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables that are not what they seem: hidden rows, views, rules, another table under the same name. Nothing of them is touched. */
class RefusalTest {
    private static final String EVENTS = """
        create table public.events (id integer primary key, at timestamptz not null, body text);
        insert into public.events select n, timestamptz '2026-06-15 12:00+00' - n * interval '2 hours', 'x' || n from generate_series(1, 1000) as n;
        create index on public.events (at);
        analyze public.events;
        """;
    private final Workbench bench = new Workbench().withLedger().with(EVENTS);

    @AfterEach
    void close() {
        Faults.probe(null);
        bench.close();
    }

    @Test
    @Catalogue("A11")
    void rowsThatRowSecurityHidesAreNotTakenForAll() {
        var login = TestServer.login("half_blind", bench.address.database());
        bench.with("""
            grant usage, create on schema public to half_blind;
            grant select, delete on public.events to half_blind;
            grant usage on schema caretaker to half_blind;
            grant select, insert, update on all tables in schema caretaker to half_blind""");
        bench.databases.save("managed", login, "staging", "UTC", false, "test");
        bench.targets.forget(bench.database.id());
        var plan = plan("archive");
        assertEquals(640, plan.rows());
        bench.with("create policy half on public.events using (id % 2 = 0); alter table public.events enable row level security");
        var run = bench.run(plan);
        assertEquals(1_000, bench.count("public.events"));
        assertEquals("failed", run.status());
        assertTrue(run.reason().contains("row-level security"), run.reason());
        var blind = bench.preview(bench.policies.byName("rule"));
        assertNull(blind.rows(), "not 320");
        assertTrue(blind.refusal().contains("Row security hides rows"), blind.refusal());
    }

    @Test
    @Catalogue("A19")
    void onlyPlainTablesWithoutRulesAreWorkedOn() {
        bench.with("""
            create view public.recent as select * from public.events;
            create materialized view public.copied as select * from public.events;
            create extension file_fdw;
            create server elsewhere foreign data wrapper file_fdw;
            create foreign table public.remote (id integer, at timestamptz) server elsewhere options (filename '/dev/null');
            create table public.ruled (like public.events);
            create rule keep as on delete to public.ruled do instead nothing""");
        assertTrue(refusal("recent").contains("It is a view"));
        assertTrue(refusal("copied").contains("It is a view"));
        assertTrue(refusal("remote").contains("foreign table"));
        assertTrue(refusal("ruled").contains("has rules"));
    }

    @Test
    @Catalogue("A19")
    void aRuleThatAppearsDuringTheRunStopsIt() {
        var plan = plan("archive");
        var rule = new Thread(() -> bench.with("create rule keep as on delete to public.events do instead nothing"));
        Faults.probe(point -> {
            if (point.equals("ledger") && !rule.isAlive()) {
                rule.start();
                Await.that("somebody waits", () -> bench.count("pg_locks where not granted") > 0);
                Faults.probe(p -> waited(p, rule));
            }
        });
        var run = bench.run(plan);
        assertEquals("failed", run.status());
        assertTrue(run.reason().contains("structure"), run.reason());
        assertEquals(99, run.doneRows());
        assertEquals(1_000, bench.count("public.events") + bench.count("public.events_archive"));
    }

    /** What the audit refuses was sealed already. */
    @Test
    @Catalogue("C18")
    void aBatchThatIsRolledBackLeavesNoFile() {
        bench.with("""
            create table public.audit (id integer);
            create function public.note() returns trigger language plpgsql as $$ begin insert into public.audit values (old.id); return old; end $$;
            create trigger note after delete on public.events for each row execute function public.note()""");
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "export"), 100));
        assertEquals("refused", run.status(), run.reason());
        assertEquals(1_000, bench.count("public.events"));
        assertEquals(List.of(), bench.exports.files());
    }

    @Test
    @Catalogue("A21")
    void anotherTableOfTheSameNameIsNotTheOneOfThePreview() {
        var plans = List.of(plan("delete"), plan("delete"), plan("delete"));
        bench.with("alter table public.events rename to old_events;" + EVENTS);
        assertRefused(plans.get(0), "is not the one that was previewed");
        bench.with("drop table public.events; create view public.events as select * from public.old_events");
        assertRefused(plans.get(1), "is not the one that was previewed");
        bench.with("drop view public.events");
        assertRefused(plans.get(2), "does not exist any more");
        assertEquals(1_000, bench.count("public.old_events"));
    }

    @Test
    @Catalogue("D11")
    void aPolicyThatWasChangedAfterTheApprovalVoidsIt() {
        bench.databases.protect(bench.database.id(), true, 2);
        var plan = plan("archive");
        bench.plans.approve(plan.id(), "bob", bench.now);
        bench.policy("public.events", "at", "1 day", "archive");
        var run = bench.run(bench.plans.byId(plan.id()));
        assertEquals("refused", run.status());
        assertTrue(run.reason().contains("policy was changed"), run.reason());
        assertEquals(1_000, bench.count("public.events"));
    }

    @Test
    @Catalogue("H5")
    void aLoginThatMayTooMuchChangesNothing() {
        var plan = plan("delete");
        bench.databases.save("managed", bench.address, "staging", "UTC", false, "test");
        bench.targets.forget(bench.database.id());
        assertTrue(bench.preview(bench.policies.byName("rule")).refusal().contains("is superuser"));
        bench.databases.contacted(bench.database.id(), new Databases.ServerFacts("1", "18", "superuser"), null);
        var run = bench.run(plan);
        assertEquals("refused", run.status());
        assertTrue(run.reason().contains("such a login may not change data"), run.reason());
        assertEquals(1_000, bench.count("public.events"));
    }

    private Plan plan(String action) {
        return bench.preview(bench.policy("public.events", "at", "30 days", action), 100);
    }

    private String refusal(String table) {
        return bench.preview(bench.policy("public." + table, "at", "30 days", "delete")).refusal();
    }

    private void assertRefused(Plan plan, String why) {
        var run = bench.run(plan);
        assertEquals("refused", run.status());
        assertTrue(run.reason().contains(why), run.reason());
    }

    /** What waited for the batch comes first once it has committed. */
    private static void waited(String point, Thread thread) {
        if (point.equals("post-commit")) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
