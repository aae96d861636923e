package caretaker.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caretaker.TestServer;
import caretaker.UserError;
import caretaker.run.Catalogue;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @Test
    void opensTwiceWithoutApplyingAMigrationTwice() {
        var address = TestServer.database("store");
        Store.open(address, TestServer.sql()).close();
        Store.open(address, TestServer.sql()).close();
        var expected = String.valueOf(TestServer.sql().names("store").size());
        assertEquals(expected, TestServer.value(address, "select count(*) from caretaker_store.migration"));
    }

    @Test
    @Catalogue("G3")
    void aDatabaseKeepsItsPasswordOnlyForItsPlace(@TempDir Path home) {
        try (var store = TestServer.store()) {
            var databases = new Databases(store, Secrets.load(home.resolve("key")));
            var target = TestServer.database("target");
            var saved = databases.save("one", target, "staging", "Europe/Berlin", false, "ana");
            assertEquals(target.password(), databases.address(saved).password());

            var elsewhere = new Address("elsewhere", 5432, target.database(), target.user(), null, "disable");
            assertEquals("password", assertThrows(UserError.class, () -> databases.save("one", elsewhere, "staging", "UTC", false, "ana")).field());

            var moved = new Address(target.host(), target.port(), target.database(), target.user(), null, "disable");
            var kept = databases.save("one", moved, "production", "UTC", false, "ana");
            assertEquals(target.password(), databases.address(kept).password());
            assertEquals("production", kept.environment());
        }
    }

    @Test
    @Catalogue({"B8", "H4"})
    void connectionsArePinned(@TempDir Path home) {
        try (var store = TestServer.store()) {
            var databases = new Databases(store, Secrets.load(home.resolve("key")));
            var address = TestServer.database("target");
            for (var setting : new String[] {"synchronous_commit to off", "search_path to public", "timezone to 'Asia/Tokyo'"}) {
                TestServer.execute(address, "alter database \"" + address.database() + "\" set " + setting);
            }
            var saved = databases.save("one", address, "staging", "UTC", false, "ana");
            try (var targets = new Targets(databases, TestServer.sql())) {
                var path = targets.of(saved).<String>working(c -> {
                    try (var rows = c.createStatement().executeQuery("select concat_ws(' ', current_setting('search_path'), current_setting('TimeZone'), current_setting('synchronous_commit'))")) {
                        rows.next();
                        return rows.getString(1);
                    }
                });
                assertEquals("pg_catalog,pg_temp UTC on", path);
                var refused = assertThrows(TargetError.class, () -> targets.of(saved).reading(c -> c.createStatement().execute("create table public.t ()"), java.time.Duration.ofSeconds(1)));
                assertEquals("25006", refused.sqlState());
            }
        }
    }
}
