package caretaker.web;

import caretaker.Workbench;
import caretaker.db.Store;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The console's pages on a free port, over a fresh store and the bench's clock, and the people who visit them. */
final class Site implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    final Workbench bench;
    private final BooleanSupplier ready;
    private Web web;

    Site() {
        this(() -> true);
    }

    Site(BooleanSupplier ready) {
        this.bench = new Workbench();
        this.ready = ready;
        restart();
    }

    /** Another process on the same store, as far as a browser can tell. */
    void restart() {
        if (web != null) {
            web.stop();
        }
        web = bench.web(ready).start("127.0.0.1", 0);
    }

    Web web() {
        return web;
    }

    People people() {
        return web.people();
    }

    Store store() {
        return bench.store;
    }

    String address() {
        return "http://127.0.0.1:" + web.port();
    }

    /** Somebody who has not signed in. */
    Visitor anonymous() {
        return new Visitor(this::address);
    }

    /** Somebody with this role who is signed in; the name may be new. */
    Visitor signedIn(String name, Role role) {
        var id = people().secret(name).map(People.Secret::id).orElseGet(() -> people().add(name, role, "test"));
        var token = people().open(id);
        return new Visitor(this::address).with(token, people().session(token).orElseThrow().csrf());
    }

    /** Somebody who can sign in by name and PASSWORD. */
    long withPassword(String name, Role role) {
        var id = people().add(name, role, "test");
        people().password(id, PASSWORD);
        return id;
    }

    /** All rows of a table of the store as text. */
    String dump(String table) {
        try (var connection = store().connection(); var statement = connection.createStatement();
             var rows = statement.executeQuery("select string_agg(t::text, ' ') from caretaker_store." + table + " as t")) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Visitor.Answer signIn(Visitor visitor, String name, String password) {
        return visitor.post("/signin", Map.of("name", name, "password", password));
    }

    @Override
    public void close() {
        Endings.later(web::stop, bench::close);
    }
}
