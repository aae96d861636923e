package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.Workbench;
import caretaker.db.Address;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be asked by SQL inside a managed database, with names that are not qualified, by a login that has no rights on anything. */
class PublisherTest {
    private Workbench bench;
    private Publisher publisher;

    @BeforeEach
    void open() {
        bench = new Workbench().with("create table public.events (id bigint primary key, at timestamptz); insert into public.events select n, timestamptz '2020-01-01' from generate_series(1, 500) as n");
        bench.now = Instant.now();
        publisher = new Publisher(bench.store, bench.databases, bench.targets, bench.clock);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String asked(String query) throws SQLException {
        var nobody = TestServer.login("nobody", bench.address.database());
        try (var connection = connect(nobody); var statement = connection.createStatement()) {
            statement.execute("set search_path = public, caretaker");
            try (var rows = statement.executeQuery(query)) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    private static java.sql.Connection connect(Address address) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database(), address.user(), address.password());
    }

    private void measured() {
        bench.policy("public.events", "at", "30 days", "delete");
        TestServer.settle(bench.address);
        bench.collector.measureNow(bench.database.id());
        publisher.due(bench.database.id());
    }

    @Test
    void everybodyMayAskWhatWouldBeCleanedUpAndWhatGrows() throws SQLException {
        bench.withLedger();
        measured();
        assertEquals("events 500 t", asked("select concat_ws(' ', table_name, records_to_cleanup, table_size is not null) from cleanup_statistics"));
        assertNull(asked("select table_name from monitor_storage_growth() where alert_level in ('WARNING', 'CRITICAL')"));
        assertEquals("(all tables)", asked("select table_name from monitor_storage_growth()"));
        TestServer.execute(bench.storeAddress, "update caretaker_store.relation set base_bytes = 1, base_at = now() - interval '10 days' where relation_name = 'events'");
        publisher.due(bench.database.id());
        assertNull(asked("select table_name from monitor_storage_growth(0, 1) where alert_level = 'WARNING'"), "within the hour nothing is written again");
        bench.now = bench.now.plus(Duration.ofHours(1));
        publisher.due(bench.database.id());
        assertEquals("events", asked("select table_name from monitor_storage_growth(0, 1) where alert_level = 'WARNING' and schema_name = 'public'"));
        assertEquals("CRITICAL", asked("select alert_level from monitor_storage_growth(0, 0) where table_name = 'events'"));
        bench.with("drop table public.events");
        TestServer.execute(bench.storeAddress, "delete from caretaker_store.policy");
        bench.collector.measureNow(bench.database.id());
        bench.now = bench.now.plus(Duration.ofHours(1));
        publisher.due(bench.database.id());
        assertNull(asked("select table_name from cleanup_statistics"));
        assertNull(asked("select table_name from monitor_storage_growth() where table_name = 'events'"), "what is gone is gone there too");
    }

    @Test
    void anOlderLedgerIsLeftAsItIsAndOfferedAnUpdate() throws SQLException {
        bench.with(bench.sql.get("target/0001_ledger")).with(bench.sql.get("target/0002_mover"));
        measured();
        assertEquals("2", TestServer.value(bench.storeAddress, "select ledger_version from caretaker_store.database"));
        assertNull(bench.preview(bench.policies.byName("rule")).refusal(), "runs need nothing of the update");
        var plan = bench.planner.install(bench.database, "ana");
        assertEquals(2, plan.content().steps().size());
        assertTrue(plan.title().startsWith("Update the ledger"), plan.title());
        assertEquals("done", bench.run(plan).status());
        publisher.due(bench.database.id());
        assertEquals("events", asked("select table_name from cleanup_statistics"));
    }

    @Test
    void refreshesOfMaterializedViewsAreToldAsTheyWereSeen() throws SQLException {
        bench.with("create materialized view public.totals as select count(*) as n from public.events; create schema reports; create materialized view reports.daily as select at from public.events");
        bench.withLedger();
        measured();
        assertEquals("totals", asked("select view_name from materialized_view_metadata where last_refreshed is null and view_name = 'totals'"));
        bench.with("refresh materialized view reports.daily");
        later();
        assertEquals(bench.now.getEpochSecond() + " t t", asked("select concat_ws(' ', floor(extract(epoch from last_refreshed)), records_processed is null, refresh_duration_seconds is null)"
            + " from materialized_view_metadata where view_name = 'reports.daily'"), "only its file was seen to change");
        bench.with("update caretaker.materialized_view_metadata set last_refreshed = '" + bench.now.minusSeconds(20) + "', records_processed = 500, refresh_duration_seconds = 1.5 where view_name = 'reports.daily'");
        later();
        assertEquals("500 1.5", asked("select concat_ws(' ', records_processed, refresh_duration_seconds) from materialized_view_metadata where view_name = 'reports.daily'"), "who refreshed knows better");
        bench.with("create table public.materialized_view_metadata (view_name varchar(100) primary key, last_refreshed timestamptz, records_processed bigint, refresh_duration_seconds numeric);"
            + "insert into public.materialized_view_metadata values ('daily', '" + bench.now.plusSeconds(1800) + "', 700, 2)");
        later();
        assertEquals("700 2", asked("select concat_ws(' ', records_processed, refresh_duration_seconds) from caretaker.materialized_view_metadata where view_name = 'reports.daily'"));
        bench.with("drop materialized view public.totals");
        later();
        assertEquals("reports.daily", asked("select string_agg(view_name, ' ') from caretaker.materialized_view_metadata"));
    }

    @Test
    void aCountedRefreshTellsHowLongItTook() throws SQLException {
        bench.with("create materialized view public.totals as select count(*) as n from public.events");
        bench.withLedger();
        measured();
        var counted = "insert into caretaker_store.statement_sample (database_id, queryid, login, taken_at, calls, total_ms, rows) values (" + bench.database.id() + ", 77, 'ana', '%s', %d, %d, %d)";
        TestServer.execute(bench.storeAddress, "insert into caretaker_store.statement (database_id, queryid, login, text, first_seen_at, seen_at) values (" + bench.database.id()
            + ", 77, 'ana', 'REFRESH MATERIALIZED VIEW CONCURRENTLY \"public\".totals', now(), now()); " + counted.formatted(bench.now, 4, 9000, 400) + ";" + counted.formatted(bench.now.plusSeconds(60), 5, 11500, 525));
        later();
        assertEquals("125 2.5", asked("select concat_ws(' ', records_processed, refresh_duration_seconds) from materialized_view_metadata where view_name = 'totals'"));
    }

    private void later() {
        TestServer.settle(bench.address);
        bench.now = bench.now.plus(Duration.ofHours(1));
        bench.collector.measureNow(bench.database.id());
        publisher.due(bench.database.id());
    }
}
