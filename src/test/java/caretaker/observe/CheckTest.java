package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.db.Databases;
import caretaker.db.EmbeddedServer;
import caretaker.db.Secrets;
import caretaker.db.Sql;
import caretaker.db.Store;
import caretaker.db.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Every file under sql/check finds its condition and is silent without it, on a server of its own: a check without an entry in Conditions fails here. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CheckTest {
    private static final Sql SQL = TestServer.sql();
    private static Path home;
    private static EmbeddedServer server;
    private static Store store;
    private static Checks checks;
    private static Collector collector;
    private static Targets targets;
    private static Address storeAddress;
    private static long loud;
    private static long quiet;
    private static Trouble trouble;

    @BeforeAll
    static void open() throws IOException {
        home = Path.of("target", "test-servers", "checks-" + ProcessHandle.current().pid()).toAbsolutePath();
        Files.createDirectories(home);
        server = EmbeddedServer.start(home, line -> {});
        for (var setting : List.of("max_prepared_transactions = 5", "archive_mode = on", "archive_command = 'true'", "autovacuum_naptime = '1h'", "deadlock_timeout = '100ms'", "fsync = on")) {
            server.execute("postgres", "alter system set " + setting);
        }
        server.close();
        server = EmbeddedServer.start(home, line -> {});
        server.execute("postgres", "create database store");
        storeAddress = server.superuser("store");
        store = Store.open(storeAddress, SQL);
        var databases = new Databases(store, Secrets.load(home.resolve("test.key")));
        targets = new Targets(databases, SQL);
        checks = new Checks(store, databases, targets, SQL, Instant::now);
        collector = new Collector(store, databases, targets, TestServer.sql(), Instant::now, id -> {});
        quiet = database(databases, "quiet");
        loud = database(databases, "loud");
    }

    private static long database(Databases databases, String name) {
        server.execute("postgres", "create database " + name + "_db");
        var address = server.superuser(name + "_db");
        TestServer.execute(address, "revoke create on schema public from public; create extension pg_stat_statements; create table big (id integer primary key, n integer);"
            + "insert into big select g, g from generate_series(1, 20000) as g; create table events (id integer primary key, at timestamptz)");
        return databases.save(name, address, "staging", "UTC", true, "test").id();
    }

    @AfterAll
    static void close() throws IOException, SQLException {
        if (trouble != null) {
            trouble.close();
        }
        collector.close();
        targets.close();
        store.close();
        server.close();
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    @Order(1)
    void eachHasItsCondition() {
        var names = checks.all().stream().map(Check::name).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names, Conditions.ALL.keySet());
        assertTrue(names.size() >= 40);
        assertTrue(names.containsAll(Checks.HEALTH));
    }

    @Test
    @Order(1)
    void eachSaysWhatItIs() {
        var wrong = new ArrayList<String>();
        for (var check : checks.all()) {
            var names = check.thresholds().stream().map(Check.Threshold::name).toList();
            var text = SQL.get("check/" + check.name());
            if (check.title().isBlank() || check.help().isBlank() || !names.containsAll(List.of("warning", "critical"))) {
                wrong.add(check.name() + " lacks a title, a help, a warning or a critical threshold");
            }
            if (!text.contains("\n-- scope: ") || !text.contains("\n-- reads: ") || text.lines().filter(l -> l.startsWith("-- :")).count() != names.size()) {
                wrong.add(check.name() + " has a header line that cannot be read");
            }
            var share = check.thresholds().stream().filter(t -> t.name().equals("warning")).anyMatch(t -> t.help().startsWith("Per cent"));
            if (share && !names.contains("floor") && !List.of("table_bloat", "index_bloat").contains(check.name())) {
                wrong.add(check.name() + " has a percentage without a floor");
            }
            if (check.stored() == check.variants().containsKey(17) || check.stored() != text.contains("caretaker_store.") && !text.contains("'caretaker_store'")) {
                wrong.add(check.name() + " reads something else than it says");
            }
        }
        wrong.removeIf(line -> line.endsWith("than it says") && !checks.named(line.substring(0, line.indexOf(' '))).stored());
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    @Order(2)
    void silentWhereAllIsWell() {
        TestServer.execute(server.superuser("quiet_db"), "create index events_at on events (at); insert into events select g, now() - g * interval '1 minute' from generate_series(1, 20000) as g;"
            + " create table measured (at timestamptz not null) partition by range (at); create table measured_all partition of measured for values from ('2020-01-01') to ('2120-01-01'); create sequence counted");
        TestServer.execute(server.superuser("quiet_db"), "analyze");
        assertEquals(null, collector.measureNow(quiet).error());
        policy(quiet, "calm", 0, "now() - interval '1 day'");
        var wrong = new ArrayList<String>();
        Conditions.ALL.forEach((name, condition) -> {
            condition.quietStored().forEach(text -> stored(quiet, text));
            checks.set(quiet, name, condition.quietThresholds(), "test");
            var answer = checks.ask(quiet, List.of(name)).get(name);
            if (!answer.severity().equals("ok") || answer.unknown() != null || answer.detail() != null && !name.equals("row_counts") && !isReadable(answer.detail())) {
                wrong.add(name + ": " + answer);
            }
        });
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    @Order(3)
    void findsWhatItLooksFor() throws SQLException {
        make();
        var wrong = new ArrayList<String>();
        Conditions.ALL.forEach((name, condition) -> {
            condition.stored().forEach(text -> stored(loud, text));
            checks.set(loud, name, condition.thresholds(), "test");
            var answer = awaited(name, condition);
            if (found(answer, condition).isEmpty() || !isReadable(found(answer, condition).get(0).detail()) || answer.severity().equals("ok")) {
                wrong.add(name + ": " + answer);
            }
        });
        assertEquals("", String.join("\n", wrong));
    }

    /** Statistics and archiving come a little later than what causes them. */
    private static Answer awaited(String name, Conditions.Condition condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        var answer = checks.ask(loud, List.of(name)).get(name);
        while (found(answer, condition).isEmpty() && answer.unknown() == null && System.nanoTime() < deadline) {
            answer = checks.ask(loud, List.of(name)).get(name);
        }
        return answer;
    }

    private static List<Answer.Finding> found(Answer answer, Conditions.Condition condition) {
        return answer.findings().stream().filter(f -> f.target().matches(condition.target())).toList();
    }

    /** Long numbers are grouped, times end with the second at most, and one thing is no plural; what stands behind a colon may be a statement. */
    private static boolean isReadable(String detail) {
        var text = detail.replaceAll("pid \\d+|\\b[0-9A-F]{24}\\b|: .*", "");
        return !detail.isBlank() && !text.matches("(?s).*(\\d{5,}|:\\d\\d\\.\\d|(?<![\\d.,=-])1 (?!is |was |has )[a-z]+s\\b).*");
    }

    private static void make() throws SQLException {
        var address = server.superuser("loud_db");
        TestServer.execute(address, "insert into events select g, timestamptz '2020-01-01' from generate_series(1, 20000) as g; alter database loud_db set synchronous_commit = off");
        for (var condition : Conditions.ALL.values()) {
            condition.make().forEach(text -> TestServer.execute(address, text));
        }
        invalidIndex(address);
        TestServer.execute(address, "select pg_create_physical_replication_slot('nobody', true); analyze big");
        TestServer.execute(address, "begin; insert into child values (9999, 1); prepare transaction 'forgotten'");
        TestServer.execute(address, "begin; insert into doubled values (9); rollback");
        TestServer.execute(address, "set work_mem = '64kB'; select g from generate_series(1, 200000) as g order by -g offset 199999");
        assertEquals(null, collector.measureNow(loud).error());
        policy(loud, "rule", 20000, "timestamptz '2020-01-01'");
        trouble = new Trouble(address);
        server.execute("postgres", "create role checks_limited login password 'x' connection limit 3");
        trouble.leak(server.address("loud_db", "checks_limited", "x"), 3);
        server.execute("postgres", "alter system set archive_command = 'false'");
        server.execute("postgres", "alter system set max_connections = 123");
        server.execute("postgres", "select pg_reload_conf()");
        TestServer.value(address, "select pg_switch_wal()");
        trouble.standby();
    }

    private static void invalidIndex(Address address) throws SQLException {
        try (var connection = TestServer.connect(address); var statement = connection.createStatement()) {
            statement.execute("create unique index concurrently broken on doubled (n)");
        } catch (SQLException e) {
            assertEquals("23505", e.getSQLState());
        }
    }

    private static void policy(long database, String name, int due, String oldest) {
        stored(database, "insert into caretaker_store.policy (name, database_id, schema_name, table_name, column_name, keep, action, changed_by) values ('" + name + "', $db, 'public', 'events', 'at', '30 days', 'delete', 'test')");
        stored(database, "insert into caretaker_store.cleanup_sample (policy_id, policy_version, taken_at, took_ms, total_rows, due_rows, due_exact, oldest, oldest_at) select id, version, now(), 1, 20000, "
            + due + ", true, 'long ago', " + oldest + " from caretaker_store.policy where name = '" + name + "'");
    }

    private static void stored(long database, String statement) {
        TestServer.execute(storeAddress, statement.replace("$db", String.valueOf(database)));
    }
}
