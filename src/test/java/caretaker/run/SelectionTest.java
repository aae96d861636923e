package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.UserError;
import caretaker.Workbench;
import caretaker.plan.Condition;
import caretaker.plan.Policy;
import caretaker.plan.PolicyDraft;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Group D of the catalogue: which rows are past their time, whatever the zones and clocks around; and the holds that win over it. */
class SelectionTest {
    private static final TimeZone OWN = TimeZone.getDefault();
    private final Workbench bench = new Workbench().withLedger();

    @AfterEach
    void close() {
        TimeZone.setDefault(OWN);
        Faults.probe(null);
        bench.close();
    }

    @Test
    @Catalogue({"D1", "D6"})
    void theZoneOfTheMachineChangesNothingAndThatOfThePolicyEverything() {
        bench.with("""
            create table public.tz (id integer, at timestamptz);
            create table public.ts (id integer, at timestamp);
            create table public.d (id integer, at date);
            insert into public.tz select n, timestamptz '2026-05-15 00:00+00' + n * interval '1 hour' from generate_series(0, 71) as n;
            insert into public.ts select id, at at time zone 'UTC' from public.tz;
            insert into public.d select id, (at at time zone 'UTC')::date from public.tz""");
        // Noon in UTC less 30 days: 12:00 there, 05:00 in Los Angeles, 21:00 in Tokyo, of the 16th each.
        for (var machine : List.of("UTC", "America/Los_Angeles", "Asia/Tokyo", "Asia/Kathmandu", "Pacific/Apia")) {
            TimeZone.setDefault(TimeZone.getTimeZone(machine));
            for (var zone : List.of("UTC", "America/Los_Angeles", "Asia/Tokyo")) {
                assertEquals(36, due("tz", zone), machine + " " + zone);
                assertEquals(switch (zone) {
                    case "UTC" -> 36;
                    case "Asia/Tokyo" -> 45;
                    default -> 29;
                }, due("ts", zone), machine + " " + zone);
                assertEquals(24, due("d", zone), machine + " " + zone);
            }
        }
    }

    @Test
    @Catalogue({"D2", "D3", "D9"})
    void theSetIsFrozenWithThePlanAndSentinelsStay() {
        bench.with("""
            create table public.events (id integer, at timestamptz);
            insert into public.events select n, timestamptz '2026-06-15 12:00+00' - n * interval '1 hour' from generate_series(1, 2000) as n;
            insert into public.events values (-1, null), (-2, 'infinity'), (-3, '-infinity'), (-4, '2030-01-01')""");
        var plan = bench.preview(policy("events", "UTC"), 100);
        Faults.probe(point -> {
            if (point.equals("audit")) {
                bench.now = bench.now.plus(Duration.ofHours(7)); // across midnight, and back over it again and again
            }
        });
        var run = bench.run(plan);
        assertEquals("done", run.status(), run.reason());
        assertEquals(plan.rows(), run.doneRows());
        assertEquals(2004 - plan.rows(), bench.count("public.events"));
        assertEquals(4, bench.count("public.events where id < 0"));
        assertFalse(plan.content().steps().stream().anyMatch(s -> s.statement().contains("current_")));
    }

    @Test
    @Catalogue({"A25", "E6"})
    void aHoldWinsOverEveryPolicyUntilItEndsAndAlsoInPartitionsAndArchives() {
        bench.with("""
            create table public.parts (id integer, at timestamptz, customer text) partition by range (at);
            create table public.parts_old partition of public.parts for values from ('2020-01-01') to ('2027-01-01');
            insert into public.parts select n, timestamptz '2026-01-01' + n * interval '1 minute', case when n % 10 = 0 then 'Acme' end from generate_series(1, 1000) as n""");
        var until = LocalDate.ofInstant(Workbench.NOON, ZoneOffset.UTC).plusDays(5);
        var hold = bench.holds.add(bench.database.id(), "public.parts", List.of(new Condition("customer", "=", List.of("Acme"))), "case 7", until, "ana");
        var plan = bench.preview(policy("parts", "UTC"), 100);
        assertEquals(900, plan.rows());
        var run = bench.run(plan);
        assertEquals("done", run.status(), run.reason());
        assertEquals(100, bench.count("public.parts where customer = 'Acme'"));
        assertEquals(100, bench.count("public.parts"));
        var leaf = bench.policies.save(draft("leaf", "parts_old", "delete", "UTC"), "ana");
        assertEquals(0, bench.preview(leaf).rows(), "a hold on the table is a hold on its partitions");
        bench.now = bench.now.plus(Duration.ofDays(6));
        assertEquals(100, bench.preview(leaf).rows(), "it has ended");
        bench.now = Workbench.NOON;
        bench.holds.lift(hold, "bob");
        assertEquals(100, bench.preview(leaf).rows(), "it was lifted");
        assertThrows(UserError.class, () -> bench.holds.lift(hold, "bob"));
    }

    @Test
    @Catalogue({"A25", "E6"})
    void aHoldOnAPartitionKeepsItsRowsAndNoOthers() {
        bench.with("""
            create table public.parts (id integer, at timestamptz, customer text) partition by range (at);
            create table public.parts_a partition of public.parts for values from ('2026-01-01') to ('2026-02-01');
            create table public.parts_b partition of public.parts for values from ('2026-02-01') to ('2026-03-01') partition by list (customer);
            create table public.parts_b_acme partition of public.parts_b for values in ('Acme');
            create table public.parts_b_others partition of public.parts_b default;
            create table public.parts_c partition of public.parts for values from ('2026-03-01') to ('2027-01-01');
            insert into public.parts select n, timestamptz '2026-01-01' + n * interval '1 hour', case when n % 10 = 0 then 'Acme' else 'Other' end from generate_series(0, 2399) as n""");
        hold("public.parts_a", new Condition("customer", "=", List.of("Acme")));
        hold("public.parts_b");
        long acme = bench.count("public.parts_a where customer = 'Acme'");
        long b = bench.count("public.parts_b");
        var policy = policy("parts", "UTC");
        bench.cleanup.measure(policy.id());
        assertEquals(2_400 - acme - b, bench.cleanup.list(bench.database.id()).get(0).dueRows());
        var plan = bench.preview(policy, 100);
        assertEquals(2_400 - acme - b, plan.rows());
        assertEquals(acme + b, plan.content().facts().heldRows());
        hold("public.parts_c", new Condition("id", ">=", List.of("2390")));
        var run = bench.run(plan);
        assertEquals("done", run.status(), run.reason());
        assertEquals(acme, bench.count("public.parts_a where customer = 'Acme'"));
        assertEquals(b, bench.count("public.parts_b"));
        assertEquals(10, bench.count("public.parts_c where id >= 2390"), "a hold that came after the preview");
        assertEquals(acme + b + 10, bench.count("public.parts"));
    }

    @Test
    @Catalogue("A25")
    void aHoldOnAPartitionOrOnTheWholeCoversTheArchiveOfTheOther() {
        bench.with("""
            create table public.parts (id integer, at timestamptz, customer text) partition by range (at);
            create table public.parts_a partition of public.parts for values from ('2026-01-01') to ('2026-03-01');
            insert into public.parts select n, timestamptz '2026-01-01' + n * interval '1 hour', case when n % 10 = 0 then 'Acme' end from generate_series(0, 999) as n""");
        bench.run(bench.preview(bench.policies.save(draft("leaf", "parts_a", "archive", "UTC", new Condition("id", "<", List.of("100"))), "ana")));
        bench.run(bench.preview(policy("parts", "UTC")));
        var whole = bench.policies.save(draft("old", "parts_archive", "delete", "UTC"), "ana");
        var part = bench.policies.save(draft("older", "parts_a_archive", "delete", "UTC"), "ana");
        hold("public.parts_a", new Condition("customer", "=", List.of("Acme")));
        assertEquals(810, bench.preview(whole).rows(), "which partition an archived row came from is not known any more");
        hold("public.parts", new Condition("id", "<", List.of("5")));
        assertEquals(86, bench.preview(part).rows());
    }

    @Test
    @Catalogue("A25")
    void rowsThatWouldFollowAreHeldToo() {
        bench.with("""
            create table public.orders (id integer primary key, at timestamptz);
            create table public.items (order_id integer references public.orders on delete cascade, what text) partition by list (what);
            create table public.items_a partition of public.items for values in ('a');
            create table public.notes (order_id integer references public.orders on delete set null);
            create table public.bills (order_id integer references public.orders);
            insert into public.orders select n, timestamptz '2026-01-01' from generate_series(1, 10) as n""");
        var policy = policy("orders", "UTC");
        hold("public.bills");
        assertNull(bench.preview(policy).refusal(), "nothing of it follows");
        for (var table : List.of("public.items", "public.items_a", "public.notes")) {
            var hold = hold(table);
            var refusal = bench.preview(policy).refusal();
            assertEquals("Rows of " + (table.equals("public.notes") ? "public.notes (ON DELETE SET NULL)" : "public.items (ON DELETE CASCADE)")
                + " would follow, but a legal hold on " + table + " keeps rows there (law).", refusal);
            bench.holds.lift(hold, "ana");
            assertNull(bench.preview(policy).refusal());
        }
    }

    @Test
    void aHoldIsRefusedAtTheFieldThatIsWrong() {
        bench.with("create table public.events (id integer, at timestamptz)");
        assertField("reason", "public.events", List.of(), " ", null);
        assertField("table", "public.nothing", List.of(), "law", null);
        assertField("where", "public.events", List.of(new Condition("id", "=", List.of("x"))), "law", null);
        assertField("until", "public.events", List.of(), "law", LocalDate.parse("2020-01-01"));
        bench.holds.add(bench.database.id(), "public.events", List.of(), "all of it", null, "ana");
        bench.with("insert into public.events values (1, '2020-01-01')");
        assertEquals(0, bench.preview(policy("events", "UTC")).rows());
    }

    @Test
    @Catalogue("D4")
    void moreThanTheCapIsRefusedInWords() {
        bench.with("create table public.events (id integer, at timestamptz); insert into public.events select n, '2020-01-01' from generate_series(1, 5000) as n; analyze public.events");
        var plan = bench.preview(bench.policies.save(new PolicyDraft("rule", "managed", "public.events", "at", "30 days", List.of(), "delete", null, false, null, null,
            null, null, null, null, null), "ana"));
        assertTrue(plan.refusal().contains("the cap is 50"), plan.refusal());
    }

    @Test
    @Catalogue("D5")
    void aNumberIsNoTime() {
        bench.with("create table public.epochs (at bigint)");
        var refused = assertThrows(UserError.class, () -> bench.policy("public.epochs", "at", "30 days", "delete"));
        assertTrue(refused.getMessage().contains("of type bigint"), refused.getMessage());
    }

    private void assertField(String field, String table, List<Condition> conditions, String reason, LocalDate until) {
        var refused = assertThrows(UserError.class, () -> bench.holds.add(bench.database.id(), table, conditions, reason, until, "ana"));
        assertEquals(field, refused.field(), refused.getMessage());
    }

    private long hold(String table, Condition... conditions) {
        return bench.holds.add(bench.database.id(), table, List.of(conditions), "law", null, "ana");
    }

    private long due(String table, String zone) {
        bench.now = Instant.parse("2026-06-15T12:00:00Z");
        return bench.preview(policy(table, zone)).rows();
    }

    private Policy policy(String table, String zone) {
        return bench.policies.save(draft("rule", table, "archive", zone), "ana");
    }

    private static PolicyDraft draft(String name, String table, String action, String zone, Condition... conditions) {
        return new PolicyDraft(name, "managed", "public." + table, "at", "30 days", List.of(conditions), action, null, false, zone, null, BigDecimal.valueOf(100), null, null,
            null, null);
    }
}
