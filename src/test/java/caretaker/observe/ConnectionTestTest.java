package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.db.Databases;
import caretaker.db.Secrets;
import caretaker.db.Store;
import caretaker.db.Targets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTestTest {
    @TempDir
    Path home;
    private Store store;
    private Targets targets;
    private Address admin;
    private String database;

    @BeforeEach
    void open() {
        store = TestServer.store();
        targets = new Targets(new Databases(store, Secrets.load(home.resolve("key"))), TestServer.sql());
        admin = TestServer.database("rights");
        database = admin.database();
    }

    @AfterEach
    void close() {
        targets.close();
        store.close();
    }

    @Test
    void namesEachMissingGrantAndTheGrantsHelp() {
        TestServer.execute(admin, "create table events (id int); create schema \"Odd schema\"; create table \"Odd schema\".t (id int); revoke create on schema public from public");
        var login = TestServer.login("poor " + database, database);
        var before = ConnectionTest.of(targets, "new", login);
        assertTrue(before.usable());
        for (var what : new String[] {"Activity, sizes and settings", "Read rows", "Delete and restore rows", "Archive tables", "Ledger", "VACUUM, ANALYZE and REINDEX"}) {
            assertEquals("missing", line(before, what).state(), what);
        }
        assertEquals("grant pg_monitor to \"poor " + database + "\";", line(before, "Activity, sizes and settings").grant());
        assertTrue(line(before, "Read rows").why().contains("0 of 2 tables"), line(before, "Read rows").why());
        assertTrue(line(before, "Read rows").grant().contains("grant select on all tables in schema \"Odd schema\""));
        assertEquals("ok", line(before, "Strength of the login").state());

        TestServer.execute(admin, before.lines().stream().filter(l -> l.grant() != null).map(ConnectionTest.Line::grant).collect(Collectors.joining("\n")));
        var after = ConnectionTest.of(targets, "new", login);
        var wanting = after.lines().stream().filter(l -> !l.state().equals("ok") && !(l.what().equals("Version") && TestServer.majorVersion() == 13)).toList();
        assertEquals(List.of(), wanting);
    }

    @Test
    void aStrongLoginIsAWarningWithTheStatementThatWeakensIt() {
        TestServer.execute(admin, "create table events (id int)");
        var login = TestServer.login("strong_" + database, database);
        TestServer.execute(admin, "alter role strong_" + database + " createrole bypassrls");
        var line = line(ConnectionTest.of(targets, "new", login), "Strength of the login");
        assertEquals("warning", line.state());
        assertTrue(line.why().contains("createrole, bypassrls"), line.why());
        assertEquals("alter role strong_" + database + " nocreaterole nobypassrls;", line.grant());
        assertEquals("warning", line(ConnectionTest.of(targets, "new", admin), "Strength of the login").state());
    }

    @Test
    void whatStopsItIsSaidWhereItStops() {
        var nowhere = ConnectionTest.of(targets, "new", new Address("127.0.0.1", 1, database, "x", "x", "disable"));
        assertFalse(nowhere.usable());
        assertEquals("failed", line(nowhere, "Connection").state());

        var noDatabase = ConnectionTest.of(targets, "new", TestServer.in("not there"));
        assertEquals("ok", line(noDatabase, "Reached").state());
        assertTrue(line(noDatabase, "Database").why().contains("\"not there\" does not exist"));
    }

    @Test
    void rowsHiddenByRowSecurityAreNamed() {
        TestServer.execute(admin, "create table secrets (id int); alter table secrets enable row level security; grant select on secrets to public");
        var line = line(ConnectionTest.of(targets, "new", TestServer.login("reader_" + database, database)), "Row security");
        assertEquals("warning", line.state());
    }

    private static ConnectionTest.Line line(ConnectionTest.Result result, String what) {
        return result.lines().stream().filter(l -> l.what().equals(what)).findFirst().orElseThrow(() -> new AssertionError(what + " is not in " + result.lines()));
    }
}
