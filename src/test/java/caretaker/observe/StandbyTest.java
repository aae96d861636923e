package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.db.Databases;
import caretaker.db.EmbeddedServer;
import caretaker.db.Secrets;
import caretaker.db.Store;
import caretaker.db.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary and its streaming standby under care: one system identifier, two servers. */
class StandbyTest {
    @TempDir
    Path folder;
    private EmbeddedServer primary;
    private EmbeddedServer standby;
    private Address storeAddress;
    private Store store;
    private Databases databases;
    private Targets targets;
    private Checks checks;
    private Collector collector;

    @BeforeEach
    void open() throws IOException {
        var home = folder.toRealPath();
        primary = EmbeddedServer.start(home.resolve("primary"), line -> {});
        primary.close();
        copy(home.resolve("primary"), home.resolve("standby"));
        primary = EmbeddedServer.start(home.resolve("primary"), line -> {});
        follow(home.resolve("standby").resolve("postgres"), primary.superuser("postgres"));
        standby = EmbeddedServer.start(home.resolve("standby"), line -> {});
        storeAddress = TestServer.storeDatabase();
        store = Store.open(storeAddress, TestServer.sql());
        databases = new Databases(store, Secrets.load(TestServer.key()));
        targets = new Targets(databases, TestServer.sql());
        checks = new Checks(store, databases, targets, TestServer.sql(), Instant::now);
        collector = new Collector(store, databases, targets, TestServer.sql(), Instant::now, id -> {});
    }

    @AfterEach
    void close() {
        collector.close();
        targets.close();
        store.close();
        standby.close();
        primary.close();
    }

    @Test
    void theyShareAnIdentifierAndNothingElse() {
        long first = sampled("primary", primary, "postgres");
        long second = sampled("standby", standby, "postgres");
        long third = sampled("neighbour", standby, "template1");
        assertEquals("1", value("select count(distinct system_identifier) from caretaker_store.database"));
        assertEquals(List.of(first), peers(first));
        assertEquals(List.of(second, third), peers(second));
        assertEquals("primary false, standby true", value("select string_agg(d.name || ' ' || (s.rows -> 0 ->> 'in_recovery'), ', ' order by d.name) "
            + "from caretaker_store.seen as s join caretaker_store.database as d on d.id = s.database_id where s.series = 'wal' and s.first_of_server"));

        for (long id : List.of(first, second, third)) {
            checks.run(id);
        }
        assertEquals("primary,standby", value("select string_agg(d.name, ',' order by d.name) from caretaker_store.verdict as v "
            + "join caretaker_store.database as d on d.id = v.database_id where v.check_name = 'durability'"), "each server is asked through one of its databases");
        checks.set(first, "superusers", Map.of("warning", "0"), "test");
        assertEquals(Map.of(), checks.changed(third), "a threshold of the primary is none of the standby");
    }

    @Test
    void aRestartOfTheServerDoesNotPartItsDatabases() {
        long one = sampled("one", standby, "postgres");
        long two = sampled("two", standby, "template1");
        TestServer.execute(storeAddress, "update caretaker_store.database set started_at = started_at - interval '1 day' where id = " + two);
        assertEquals(List.of(one, two), peers(one));
        TestServer.execute(storeAddress, "update caretaker_store.database set host = 'another name', started_at = (select started_at from caretaker_store.database where id = " + one + ") where id = " + two);
        assertEquals(List.of(one, two), peers(one), "another name of the same machine");
        TestServer.execute(storeAddress, "update caretaker_store.database set started_at = started_at - interval '1 day' where id = " + two);
        assertEquals(List.of(one), peers(one), "another standby");
    }

    private long sampled(String name, EmbeddedServer server, String database) {
        long id = databases.save(name, server.superuser(database), "staging", "UTC", true, "test").id();
        assertEquals(null, collector.measureNow(id).error());
        return id;
    }

    private List<Long> peers(long id) {
        return store.list("own/series_peers", Long.class, Map.of("database_id", id));
    }

    private String value(String query) {
        return TestServer.value(storeAddress, query);
    }

    private static void follow(Path data, Address primary) throws IOException {
        Files.createFile(data.resolve("standby.signal"));
        Files.writeString(data.resolve("postgresql.auto.conf"), "primary_conninfo = 'host=" + primary.host() + " port=" + primary.port() + " user=" + primary.user()
            + " password=" + primary.password() + "'\n", StandardOpenOption.APPEND);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var file : all.filter(f -> !f.endsWith("console.lock")).toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
