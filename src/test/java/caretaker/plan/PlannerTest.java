package caretaker.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.UserError;
import caretaker.Workbench;
import caretaker.run.Catalogue;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a preview promises: it changes nothing, says what it knows and how well, and refuses what must not run. */
class PlannerTest {
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench().withLedger().with("""
            create type public.mood as enum ('glad', 'sad');
            create table public.events (id integer primary key, at timestamptz, mood public.mood, note varchar(3), amount numeric(10, 2));
            insert into public.events select n, timestamptz '2026-06-15 12:00+00' - n * interval '1 day', case when mod(n, 2) = 0 then 'glad' else 'sad' end::public.mood, 'abc', n
            from generate_series(1, 100) as n;
            insert into public.events values (201, null), (202, 'infinity'), (203, '-infinity'), (204, '2030-01-01');
            create index on public.events (at);
            analyze public.events""");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aPreviewChangesNothingAndIsFrozen() {
        var policy = bench.policy("public.events", "at", "30 days", "archive");
        var plan = bench.preview(policy);
        assertEquals(70, plan.rows());
        assertTrue(plan.exact());
        assertNull(plan.refusal());
        assertEquals("2026-05-16T12:00:00Z", plan.cutoff().toString());
        assertEquals(Workbench.NOON.plus(Duration.ofHours(24)), plan.expiresAt());
        assertEquals(1, plan.content().facts().nullRows());
        assertEquals(2, plan.content().facts().infiniteRows());
        assertEquals(1, plan.content().facts().futureRows());
        assertTrue(plan.content().facts().oldest().startsWith("2026-03-07 12:00:00"));
        assertEquals("0", bench.value("select count(*) from pg_class where relname = 'events_archive'"));
        assertEquals(104, bench.count("public.events"));

        bench.now = bench.now.plus(Duration.ofDays(2));
        assertThrows(UserError.class, () -> bench.runs.queue(plan, "ana", null, null, null, null), "expired");
    }

    @Test
    void whatIfIsHarsherOnlyWhenItTakesMore() {
        var policy = bench.policy("public.events", "at", "30 days", "delete");
        assertTrue(bench.planner.preview(policy, new Overrides("10 days", null, null), "otto").harsher());
        assertFalse(bench.planner.preview(policy, new Overrides("60 days", null, null), "otto").harsher());
        bench.with("create table public.other (like public.events)");
        assertTrue(bench.planner.preview(policy, new Overrides(null, "public.other", null), "otto").harsher());
        assertEquals(30, Integer.parseInt(bench.policies.byName("rule").keep().split(" ")[0]), "the policy itself is as it was");
    }

    @Test
    @Catalogue("A20")
    void capsRefuse() {
        bench.with("insert into public.events select n, '2026-01-01' from generate_series(1000, 4000) as n");
        var draft = bench.draft("public.events", "at", "30 days", "delete");
        var half = bench.policies.save(new PolicyDraft("half", draft.database(), draft.table(), draft.column(), draft.keep(), List.of(), "delete", null, false, null, null,
            null, null, null, null, null), "ana");
        assertTrue(bench.preview(half).refusal().contains("the cap is 50"), bench.preview(half).refusal());
        var few = bench.policies.save(new PolicyDraft("few", draft.database(), draft.table(), draft.column(), draft.keep(), List.of(), "delete", null, false, null, null,
            BigDecimal.valueOf(100), 50L, null, null, null), "ana");
        assertTrue(bench.preview(few).refusal().contains("cap is 50 rows"), bench.preview(few).refusal());
        assertThrows(UserError.class, () -> bench.runs.queue(bench.preview(few), "ana", null, null, null, null));
    }

    @Test
    void foreignKeysThatForbidRefuseAndOnesThatFollowAreCounted() {
        bench.with("create table public.bill (event_id integer references public.events); insert into public.bill values (90), (1)");
        var blocked = bench.preview(bench.policy("public.events", "at", "30 days", "delete"));
        assertTrue(blocked.refusal().contains("1 row of public.bill"), blocked.refusal());
        assertTrue(blocked.content().warnings().stream().anyMatch(w -> w.text().contains("No index on public.bill")));
        bench.with("alter table public.bill drop constraint bill_event_id_fkey, add foreign key (event_id) references public.events on delete set null");
        var followed = bench.preview(bench.policies.byName("rule"));
        assertNull(followed.refusal());
        assertEquals(1, followed.content().effects().get(0).rows());
    }

    @Test
    @Catalogue("H3")
    void conditionsKeepTheirTypes() {
        assertEquals(35, bench.preview(bench.policy("public.events", "at", "30 days", "delete", new Condition("mood", "=", List.of("glad")))).rows());
        assertEquals(0, bench.preview(bench.policy("public.events", "at", "30 days", "delete", new Condition("note", "=", List.of("abcdef")))).rows(),
            "a value is not cut to the length of its column");
        assertEquals(50, bench.preview(bench.policy("public.events", "at", "30 days", "delete", new Condition("amount", "<=", List.of("80.00")))).rows());
        assertEquals(70, bench.preview(bench.policy("public.events", "at", "30 days", "delete", new Condition("note", "like", List.of("a%")))).rows());
        assertEquals("where", assertThrows(UserError.class, () -> bench.policy("public.events", "at", "30 days", "delete", new Condition("amount", "=", List.of("many")))).field());
        assertEquals("where", assertThrows(UserError.class, () -> bench.policy("public.events", "at", "30 days", "delete", new Condition("nothing", "=", List.of("1")))).field());
        assertEquals("where", assertThrows(UserError.class, () -> new Condition("note", "; drop", List.of("1"))).field());
    }

    @Test
    void badPoliciesAreRefusedAtTheirField() {
        assertEquals("table", refused("public.nothing", "at", "30 days", "delete"));
        assertEquals("column", refused("public.events", "nothing", "30 days", "delete"));
        assertEquals("column", refused("public.events", "note", "30 days", "delete"));
        assertEquals("keep", refused("public.events", "at", "-30 days", "delete"));
        assertEquals("then", refused("public.events", "at", "30 days", "shred"));
    }

    private String refused(String table, String column, String keep, String action) {
        return assertThrows(UserError.class, () -> bench.policy(table, column, keep, action)).field();
    }

    @Test
    @Catalogue("D11")
    void savingTheSameTwiceChangesNothingAndARealChangeNeedsAPersonAgain() {
        var first = bench.policy("public.events", "at", "30 days", "delete");
        assertEquals(first, bench.policy("public.events", "at", "30 days", "delete"));
        bench.run(bench.preview(first));
        assertTrue(bench.policies.byName("rule").proved());
        var second = bench.policy("public.events", "at", "20 days", "delete");
        assertEquals(2, second.version());
        assertFalse(second.proved());
        var stale = bench.preview(second);
        bench.policy("public.events", "at", "10 days", "delete");
        assertEquals("refused", bench.run(stale).status(), "a plan belongs to the version it was made from");
    }

    @Test
    @Catalogue({"A13", "H7"})
    void anArchiveThatIsNotOursOrDoesNotFitRefuses() {
        bench.with("create table public.events_archive (id integer, at timestamptz, mood public.mood, note varchar(3), amount numeric(10, 2), archived_at timestamptz)");
        assertTrue(bench.preview(bench.policy("public.events", "at", "30 days", "archive")).refusal().contains("was not made by Caretaker"));
        bench.with("alter table public.events_archive alter amount type numeric(8, 2)");
        assertTrue(bench.preview(bench.policies.byName("rule")).refusal().contains("values could change"));
        bench.with("alter table public.events_archive alter amount type numeric(10, 2); alter table public.events_archive set unlogged");
        assertTrue(bench.preview(bench.policies.byName("rule")).refusal().contains("would not survive a crash"));
    }

    @Test
    @Catalogue("A11")
    void rowSecurityAndWeakRightsAreNamed() {
        var login = TestServer.login("weak_" + bench.address.database(), bench.address.database());
        bench.with("grant usage on schema public to \"" + login.user() + "\"; grant select on public.events to \"" + login.user() + "\"");
        bench.databases.save("managed", login, "staging", "UTC", false, "test");
        bench.targets.forget(bench.database.id());
        var policy = bench.policy("public.events", "at", "30 days", "archive");
        assertNotNull(bench.preview(policy).refusal());
        bench.with("grant usage on schema caretaker to \"" + login.user() + "\"; grant select, insert, update on all tables in schema caretaker to \"" + login.user() + "\"");
        assertTrue(bench.preview(policy).refusal().contains("grant select, delete"), bench.preview(policy).refusal());
        bench.with("alter table public.events enable row level security");
        var hidden = bench.preview(policy);
        assertTrue(hidden.refusal().contains("Row security hides rows"), hidden.refusal());
        assertNull(hidden.rows());
    }

    @Test
    void aViewIsRefusedInWords() {
        bench.with("create view public.recent as select * from public.events");
        assertTrue(bench.preview(bench.policy("public.recent", "at", "30 days", "delete")).refusal().contains("It is a view"));
    }

    @Test
    @Catalogue({"F11", "J9"})
    void aCountThatTakesTooLongIsAnEstimateAndSaysSo() {
        bench.with("""
            create type public.slow as (word text);
            create function public.slow_equal(public.slow, public.slow) returns boolean language plpgsql as $$ begin perform pg_sleep(0.1); return true; end $$;
            create operator public.= (leftarg = public.slow, rightarg = public.slow, function = public.slow_equal);
            alter table public.events add column word public.slow default row('x')::public.slow""");
        var plan = bench.preview(bench.policy("public.events", "at", "30 days", "delete", new Condition("word", "=", List.of("(x)"))));
        assertFalse(plan.exact());
        assertNotNull(plan.rows());
        assertTrue(plan.content().facts().unknown().contains("the planner's estimate"), plan.content().facts().unknown());
        assertTrue(plan.title().contains("about"), plan.title());
    }

    @Test
    @Catalogue("F11")
    void aLargeTableIsEstimatedAndCountedOnlyWhenAsked() {
        bench.with("""
            create table public.large as select n, timestamptz '2026-06-15 12:00+00' - n * interval '10 seconds' as at, repeat('x', 60) as body from generate_series(1, 900000) as n;
            create index on public.large (at);
            analyze public.large""");
        var policy = bench.policy("public.large", "at", "30 days", "delete");
        var guess = bench.preview(policy);
        assertFalse(guess.exact());
        assertNull(guess.refusal());
        assertEquals(640_800, guess.rows(), 30_000);
        assertTrue(guess.content().facts().unknown().contains("planner's estimates"), guess.content().facts().unknown());
        assertEquals(60, guess.content().facts().histogram().size());
        assertEquals(guess.rows(), guess.content().facts().histogram().stream().mapToLong(Plan.Bucket::due).sum(), 10_000);
        var counted = bench.planner.preview(policy, new Overrides(null, null, null, true), "ana");
        assertTrue(counted.exact());
        assertEquals(640_800, counted.rows());
        assertTrue(counted.content().asPolicy(), "it is the policy all the same");
    }

    @Test
    void whoHoldsALockIsNamed() throws SQLException {
        var policy = bench.policy("public.events", "at", "30 days", "delete");
        try (var other = TestServer.connect(bench.address); var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table public.events in share mode");
            var plan = bench.preview(policy);
            assertEquals("ShareLock", plan.content().locks().get(0).mode());
            assertTrue(plan.content().warnings().stream().anyMatch(w -> w.text().contains("holds a ShareLock")));
        }
        assertTrue(bench.preview(policy).content().locks().isEmpty());
    }
}
