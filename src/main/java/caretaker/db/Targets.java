package caretaker.db;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open managed databases of this console; opened at first use, opened anew after a change of their settings. */
public final class Targets implements AutoCloseable {
    private final Databases databases;
    private final Sql sql;
    private final Map<Long, Target> open = new ConcurrentHashMap<>();

    public Targets(Databases databases, Sql sql) {
        this.databases = databases;
        this.sql = sql;
    }

    /** The database of this name, opened; nothing is sent to the server yet. */
    public Target of(Database database) {
        return open.compute(database.id(), (id, known) -> {
            if (known != null && known.database().place().equals(database.place()) && known.database().tls().equals(database.tls())
                    && known.database().workers() == database.workers()) {
                return known;
            }
            if (known != null) {
                known.close();
            }
            return new Target(database, databases.address(database), sql);
        });
    }

    public Target of(long databaseId) {
        return of(databases.byId(databaseId));
    }

    /** An address as typed in a form, for the connection test; without a password the stored one of that name serves, as long as it goes to the same place. */
    public Target trial(String name, Address typed) {
        var address = typed.password() == null ? databases.withPassword(name, typed) : typed;
        return new Target(new Database(0, name, address.host(), address.port(), address.database(), address.user(), address.tls(), "development",
            "UTC", false, null, null, null, null, null, null, null, null, false, 2, null, null, null), address, sql);
    }

    /** Closes the connections of a database: after it was removed or its password changed. */
    public void forget(long databaseId) {
        var known = open.remove(databaseId);
        if (known != null) {
            known.close();
        }
    }

    @Override
    public void close() {
        open.values().forEach(Target::close);
        open.clear();
    }
}
