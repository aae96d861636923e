package caretaker.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.UserError;
import caretaker.db.Address;
import caretaker.db.Databases;
import caretaker.db.Secrets;
import caretaker.db.Store;
import caretaker.run.Catalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulerTest {
    private final ConcurrentLinkedQueue<Scheduler> schedulers = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> worked = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> ran = new ConcurrentLinkedQueue<>();
    private volatile Instant now = Instant.parse("2026-11-20T12:00:30Z");
    private volatile boolean finish = true;
    private Address address;
    private Store store;
    private Routines routines;

    @BeforeEach
    void store(@TempDir Path home) {
        address = TestServer.storeDatabase();
        store = Store.open(address, TestServer.sql());
        var databases = new Databases(store, Secrets.load(home.resolve("key")));
        databases.save("titan", address, "production", "Europe/Berlin", false, "ana");
        routines = new Routines(store, databases, () -> now);
    }

    @AfterEach
    void stop() {
        schedulers.forEach(Scheduler::stop);
        store.close();
    }

    @Test
    @Catalogue("B5")
    void twoConsolesFireEachDueTimeOnce() {
        var routine = save("* * * * *", "skip");
        var consoles = List.of(console("a"), console("b"));
        for (int minute = 1; minute <= 5; minute++) {
            now = Instant.parse("2026-11-20T12:00:00Z").plus(Duration.ofMinutes(minute));
            consoles.parallelStream().forEach(c -> c.sync(routine));
            var expected = minute;
            await(() -> number("select count(*) from caretaker_store.maintenance_log where status = 'done'") == expected);
        }
        consoles.parallelStream().forEach(Scheduler::look);
        assertEquals(5, worked.size());
        assertEquals(5, number("select count(*) from caretaker_store.routine_fire as f join caretaker_store.maintenance_log as l on l.id = f.log_id and l.due_at = f.due_at"));
        assertEquals(5, number("select count(*) from caretaker_store.maintenance_log where person = 'routine:night' and environment = 'production'"));
    }

    @Test
    void theNextTriggerIsStoredBeforeTheWork() {
        var routine = save("* * * * *", "skip");
        finish = false;
        var console = console("a");
        now = Instant.parse("2026-11-20T12:01:00Z");
        console.sync(routine);
        await(() -> worked.size() == 1);
        var next = String.valueOf(Instant.parse("2026-11-20T12:02:00Z").getEpochSecond());
        assertEquals(1, number("select count(*) from caretaker_store.qrtz_triggers where trigger_name = '" + next + "'"));
    }

    @Test
    void aRoutineThatStillRunsIsNotStartedAgain() {
        var routine = save("* * * * *", "skip");
        finish = false;
        var console = console("a");
        now = Instant.parse("2026-11-20T12:01:00Z");
        console.sync(routine);
        await(() -> worked.size() == 1);
        assertEquals(409, assertThrows(UserError.class, () -> console.runNow(routine, "ana")).status());
        now = Instant.parse("2026-11-20T12:02:00Z");
        console.sync(routine);
        await(() -> number("select count(*) from caretaker_store.maintenance_log where status = 'skipped' and reason like '%still goes on%'") == 1);
        assertEquals(1, worked.size());
    }

    @Test
    @Catalogue("B10")
    void aDowntimeLeavesMissedEntriesAndOneCatchUp() {
        save("0 * * * *", "once");
        var before = console("a");
        before.look();
        before.stop();
        now = Instant.parse("2026-11-20T15:20:00Z");
        var console = console("b");
        await(() -> number("select count(*) from caretaker_store.maintenance_log where status = 'done'") == 1);
        console.look();
        console.look();
        assertEquals("2026-11-20 13:00:00,2026-11-20 14:00:00,2026-11-20 15:00:00", text(
            "select string_agg((due_at at time zone 'UTC')::text, ',' order by due_at) from caretaker_store.maintenance_log where status = 'missed'"));
        assertTrue(text("select reason from caretaker_store.maintenance_log where status = 'missed' limit 1").startsWith("No console ran from 20 Nov 13:00 to 20 Nov 16:20"));
        assertTrue(text("select reason from caretaker_store.maintenance_log where status = 'done'").contains("20 Nov 16:00"));
        assertEquals(1, worked.size());
    }

    @Test
    void aLongDowntimeIsCountedBeyondFiftyEntries() {
        save("* * * * *", "skip");
        now = Instant.parse("2026-11-21T12:00:00Z");
        console("a").look();
        await(() -> number("select count(*) from caretaker_store.maintenance_log where status = 'missed'") == 50);
        assertEquals(24 * 60 - 6 - 50, number("select sum((details ->> 'older')::integer) from caretaker_store.maintenance_log where status = 'missed'"));
    }

    @Test
    void aRoutineThatIsOffDoesNothing() {
        var routine = save("* * * * *", "once");
        var console = console("a");
        console.sync(routine);
        var off = routines.enable(routine.id(), false, "ana");
        console.sync(off);
        now = Instant.parse("2026-11-20T13:00:00Z");
        console.look();
        assertEquals(0, number("select count(*) from caretaker_store.qrtz_triggers where trigger_group like 'routine-%'"));
        console.sync(routines.enable(routine.id(), true, "ana"));
        console.look();
        assertEquals(0, number("select count(*) from caretaker_store.maintenance_log"));
        assertEquals(1, number("select count(*) from caretaker_store.qrtz_triggers where trigger_group like 'routine-%'"));
    }

    @Test
    @Catalogue("B18")
    void lostTriggersAndLostRunsAreWokenAgain() {
        var routine = save("0 3 * * *", "skip");
        var console = console("a");
        console.sync(routine);
        TestServer.execute(address, "delete from caretaker_store.qrtz_simple_triggers where trigger_group like 'routine-%';"
            + "delete from caretaker_store.qrtz_triggers where trigger_group like 'routine-%'");
        TestServer.execute(address, "insert into caretaker_store.maintenance_log (maintenance_type, status, person, title, created_at)"
            + " values ('archive', 'queued', 'ana', 'Archive', now() - interval '1 minute')");
        console.look();
        assertEquals(1, number("select count(*) from caretaker_store.qrtz_simple_triggers where trigger_group like 'routine-%'"));
        await(() -> !ran.isEmpty());
        assertEquals(1, ran.stream().distinct().count());
        routines.remove(routine.id());
        console.look();
        assertEquals(0, number("select count(*) from caretaker_store.qrtz_triggers where trigger_group like 'routine-%'"));
    }

    /** Quartz keeps an alarm in two tables; another console may be removing it. */
    @Test
    void anAlarmOfWhichOnlyHalfIsThereIsSetAgain() {
        var routine = save("0 3 * * *", "skip");
        var console = console("a");
        console.sync(routine);
        TestServer.execute(address, "delete from caretaker_store.qrtz_simple_triggers where trigger_group like 'routine-%'");
        console.sync(routine);
        assertEquals(1, number("select count(*) from caretaker_store.qrtz_triggers as t join caretaker_store.qrtz_simple_triggers as s"
            + " using (sched_name, trigger_group, trigger_name) where t.trigger_group like 'routine-%'"));
    }

    @Test
    void aPersonStartsARoutineAndARun() {
        var routine = save("0 3 * * *", "skip");
        var console = console("a");
        var entry = console.runNow(routine, "ana");
        await(() -> worked.contains(entry));
        assertEquals("ana", text("select person from caretaker_store.maintenance_log where id = " + entry));
        console.startRun(77);
        await(() -> ran.contains(77L));
        assertTrue(console.ready());
    }

    @Test
    @Catalogue("D8")
    void aTimeThatSpringSkipsFiresAtTheJump() {
        now = Instant.parse("2026-03-28T12:00:00Z");
        var routine = save("30 2 * * *", "skip");
        var console = console("a");
        now = Instant.parse("2026-03-29T01:00:00Z");
        console.sync(routine);
        await(() -> worked.size() == 1);
        assertEquals(1, number("select count(*) from caretaker_store.routine_fire where due_at = '2026-03-29 03:00 Europe/Berlin'"));
    }

    @Test
    @Catalogue("D8")
    void aTimeThatAutumnRepeatsFiresOnce() {
        now = Instant.parse("2026-10-24T12:00:00Z");
        var routine = save("30 2 * * *", "skip");
        var console = console("a");
        for (int i = 0; i < 2; i++) {
            now = Instant.parse("2026-10-25T00:30:00Z").plus(Duration.ofHours(i)); // 02:30 in summer, 02:30 in winter
            console.sync(routine);
            await(() -> worked.size() == 1);
        }
        var next = String.valueOf(Instant.parse("2026-10-26T01:30:00Z").getEpochSecond());
        assertEquals(1, number("select count(*) from caretaker_store.qrtz_triggers where trigger_name = '" + next + "'"));
        assertEquals("2026-10-25 00:30:00", text("select string_agg((due_at at time zone 'UTC')::text, ',') from caretaker_store.routine_fire"));
        assertEquals(1, number("select count(*) from caretaker_store.maintenance_log"));
    }

    @Test
    void aStartOutsideTheWindowIsSkipped() {
        var routine = routines.save(draft("0 * * * *", "skip", 2), "ana");
        var console = console("a");
        now = Instant.parse("2026-11-20T13:03:00Z");
        console.sync(routine);
        await(() -> number("select count(*) from caretaker_store.maintenance_log where status = 'skipped' and reason like '%window is 2 minutes%'") == 1);
        assertEquals(0, worked.size());
    }

    @Test
    void anEntryWhoseConsoleIsGoneIsInterrupted() {
        var routine = save("0 3 * * *", "skip");
        finish = false;
        var console = console("a");
        var entry = console.runNow(routine, "ana");
        await(() -> worked.contains(entry));
        TestServer.execute(address, "insert into caretaker_store.maintenance_log (maintenance_type, status, person, title, parent_id) values ('archive', 'queued', 'ana', 'Archive', "
            + entry + "); update caretaker_store.maintenance_log set heartbeat_at = now() - interval '2 minutes' where id = " + entry);
        console.look();
        TestServer.execute(address, "update caretaker_store.maintenance_log set ended_at = now() - interval '1 minute' where id = " + entry);
        console.look();
        assertEquals("interrupted,skipped", text("select string_agg(status, ',' order by id) from caretaker_store.maintenance_log"));
    }

    private Routine save(String schedule, String catchUp) {
        return routines.save(draft(schedule, catchUp, null), "ana");
    }

    private static RoutineDraft draft(String schedule, String catchUp, Integer window) {
        return new RoutineDraft("night", "titan", schedule, null, List.of("cleanup_statistics"), window, null, catchUp, true, null);
    }

    private Scheduler console(String node) {
        var hands = new Scheduler.Hands(ran::add, (routine, entry) -> {
            worked.add(entry); // before its entry says that it is done, which tests wait for
            if (finish) {
                TestServer.execute(address, "update caretaker_store.maintenance_log set status = 'done', completed_at = now(), ended_at = now() where id = " + entry);
            }
        }, () -> {});
        var scheduler = new Scheduler(store, routines, hands, () -> now, node + address.database());
        schedulers.add(scheduler);
        scheduler.start();
        // Its own first look round is over before a test looks round: two at once would see the same lost run.
        await(() -> number("select count(*) from caretaker_store.qrtz_triggers where trigger_group = 'DEFAULT'") == 0);
        return scheduler;
    }

    private long number(String query) {
        return Long.parseLong(text(query));
    }

    private String text(String query) {
        return TestServer.value(address, query);
    }

    private void await(BooleanSupplier state) {
        Await.that("the state", state, () -> text("select string_agg(l::text, E'\\n' order by l.id) from caretaker_store.maintenance_log as l"));
    }
}
