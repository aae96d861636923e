package caretaker;

import caretaker.db.Address;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/** The seeds' systems as databases: each is filled once per test run by an owner that is no superuser, and copied from then on. */
public final class Packs {
    public static final List<String> NAMES = TestServer.sql().names("packs").stream().map(name -> name.split("/")[0]).distinct().toList();
    private static final ConcurrentMap<String, CompletableFuture<Address>> TEMPLATES = new ConcurrentHashMap<>();

    private Packs() {}

    /** A database of its own with the system's data, as the login that takes care of it. */
    public static Address copy(String pack) {
        var template = template(pack);
        var name = "copy_of_" + pack + "_" + ProcessHandle.current().pid() + "_" + TestServer.next();
        TestServer.execute(TestServer.in("postgres"), "create database " + name + " template " + template.database() + " owner " + template.user());
        TestServer.execute(TestServer.in("postgres"), "grant connect, create, temporary on database " + name + " to " + pack + "_care");
        return TestServer.login(pack + "_care", name);
    }

    /** The system as it was filled, for reading only. */
    public static Address original(String pack) {
        return TestServer.login(pack + "_care", template(pack).database());
    }

    /** The statements that build a system, in order, by file. */
    public static Map<String, String> files(String pack) {
        var sql = TestServer.sql();
        var names = sql.names("packs/" + pack);
        var ordered = new TreeMap<String, String>();
        Stream.of("schema", "data", "indexes", "migrations/", "grants").forEach(step -> names.stream().filter(n -> n.startsWith(step))
            .forEach(n -> ordered.put(ordered.size() + " " + n, sql.get("packs/" + pack + "/" + n))));
        return ordered;
    }

    /** Both are filled at once: whoever needs one will soon need the other. */
    private static Address template(String pack) {
        NAMES.forEach(name -> TEMPLATES.computeIfAbsent(name, n -> CompletableFuture.supplyAsync(() -> fill(n))));
        return TEMPLATES.get(pack).join();
    }

    private static Address fill(String pack) {
        var database = TestServer.database("pack_" + pack).database();
        TestServer.login(pack + "_care", database);
        var owner = TestServer.login(pack + "_owner", database);
        TestServer.execute(TestServer.in("postgres"), "alter database " + database + " owner to " + owner.user() + "; grant pg_monitor to " + pack + "_care");
        TestServer.execute(TestServer.in(database), "revoke create on schema public from public"); // as PostgreSQL 15 and later have it
        TestServer.execute(TestServer.in(database), "grant all on schema public to " + owner.user() + " with grant option");
        files(pack).values().forEach(statements -> TestServer.execute(owner, statements));
        TestServer.execute(TestServer.in(database), "vacuum analyze");
        return owner;
    }
}
