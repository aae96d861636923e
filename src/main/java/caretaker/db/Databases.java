package caretaker.db;

import caretaker.UserError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The databases under care, as the store knows them. */
public final class Databases {
    /** As whom the embedded server's databases follow its port: they are the same databases. */
    private static final String MOVED = "caretaker";
    private final Store store;
    private final Secrets secrets;

    public Databases(Store store, Secrets secrets) {
        this.store = store;
        this.secrets = secrets;
    }

    public List<Database> list() {
        return store.list("own/database_list", Database.class);
    }

    public Optional<Database> find(String name) {
        return list().stream().filter(d -> d.name().equals(name)).findFirst();
    }

    /** Throws a UserError (404) that lists the known names. */
    public Database byName(String name) {
        return find(name).orElseThrow(() -> new UserError(404, "No database named " + name + " is under care"
            + (list().isEmpty() ? "; none is yet." : "; known are " + String.join(", ", list().stream().map(Database::name).toList()) + ".")));
    }

    public Database byId(long id) {
        return list().stream().filter(d -> d.id() == id).findFirst().orElseThrow(() -> UserError.notFound("Database " + id));
    }

    /** Adds a database or, when the name is known, changes it; a null password keeps the stored one as long as it still goes to the same place. */
    public Database save(String name, Address address, String environment, String zone, boolean allowSuperuser, String person) {
        var known = find(name);
        var place = Database.place(address.host(), address.port(), address.database(), address.user());
        if (address.password() == null && known.filter(d -> d.place().equals(place)).isEmpty()) {
            throw UserError.of("password", "Give the password again: it is stored for one host, port, database and user only.");
        }
        var args = new HashMap<String, Object>(Map.of("name", name, "host", address.host(), "port", address.port(), "dbname", address.database(),
            "login", address.user(), "tls", address.tls(), "environment", environment, "zone", zone, "allow_superuser", allowSuperuser, "person", person));
        args.put("secret", address.password() == null ? null : secrets.seal(address.password(), place));
        var saved = byId(store.one("own/database_save", Long.class, args));
        if (known.isPresent() && !person.equals(MOVED) && !known.get().place().equals(place)) {
            store.update("own/policy_unprove", Map.of("database_id", saved.id()));
        }
        return saved;
    }

    /** Databases of the embedded server follow it to another port. */
    public void moved(String host, int from, int to) {
        for (var database : list()) {
            if (database.host().equals(host) && database.port() == from && from != to) {
                var address = new Address(host, to, database.dbname(), database.login(), address(database).password(), database.tls());
                save(database.name(), address, database.environment(), database.zone(), database.allowSuperuser(), MOVED);
            }
        }
    }

    /** How carefully a database is treated: whether a second person approves what removes rows, and how many sessions may move rows at once. */
    public void protect(long id, boolean approval, int workers) {
        if (workers < 1 || workers > 8) {
            throw UserError.of("workers", "Between 1 and 8 sessions may move rows at the same time.");
        }
        store.update("own/database_protect", Map.of("id", id, "approval", approval, "workers", workers));
    }

    /** The big stop: running work ends at its next batch, and nothing begins until goOn(). A second stop changes nothing. */
    public void stop(long id, String person, String reason) {
        if (reason == null || reason.isBlank()) {
            throw UserError.of("reason", "Say why all work stops; everybody will read it.");
        }
        store.update("own/database_stop", Map.of("id", id, "person", person, "reason", reason.trim()));
    }

    /** Lifts the big stop. */
    public void goOn(long id) {
        store.update("own/database_go_on", Map.of("id", id));
    }

    public void remove(long id) {
        store.update("own/database_remove", Map.of("id", id));
    }

    /** What a connection found out: null error when it was reached. */
    public void contacted(long id, ServerFacts facts, String error) {
        var args = new HashMap<String, Object>();
        args.put("id", id);
        args.put("system_identifier", facts == null ? null : facts.systemIdentifier());
        args.put("server_version", facts == null ? null : facts.serverVersion());
        args.put("login_powers", facts == null ? null : facts.loginPowers());
        args.put("error", error);
        store.update("own/database_contacted", args);
    }

    /** True when this is how the database is reached already, password included. */
    public boolean reachedBy(Database database, Address address) {
        var known = address(database);
        return known.equals(address.password() != null ? address : new Address(address.host(), address.port(), address.database(), address.user(),
            known.password(), address.tls()));
    }

    /** Where to connect, with the password in clear: for opening connections only. */
    Address address(Database database) {
        var sealed = store.one("own/database_secret", byte[].class, Map.of("id", database.id()));
        return new Address(database.host(), database.port(), database.dbname(), database.login(), secrets.open(sealed, database.place()), database.tls());
    }

    /** The address with the password stored under this name, when it belongs to the same place. */
    Address withPassword(String name, Address typed) {
        var known = find(name).filter(d -> d.place().equals(Database.place(typed.host(), typed.port(), typed.database(), typed.user())))
            .orElseThrow(() -> UserError.of("password", "Give the password again: it is stored for one host, port, database and user only."));
        return new Address(typed.host(), typed.port(), typed.database(), typed.user(), address(known).password(), typed.tls());
    }

    /** What is read from a server at first contact; login powers are those that make a login too strong, null when there are none. */
    public record ServerFacts(String systemIdentifier, String serverVersion, String loginPowers) {}
}
