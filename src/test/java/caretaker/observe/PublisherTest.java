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
        assertEquals(1, plan.content().steps().size());
        assertTrue(plan.title().startsWith("Update the ledger"), plan.title());
        assertEquals("done", bench.run(plan).status());
        publisher.due(bench.database.id());
        assertEquals("events", asked("select table_name from cleanup_statistics"));
    }
}
