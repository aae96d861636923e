package caretaker.web;

import caretaker.UserError;
import caretaker.db.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may sign in: persons, their sessions and their one-time links, as the store keeps them. */
public final class People {
    /** A person as the page Users shows them. */
    public record Person(long id, String name, String role, boolean hasPassword, Instant lockedUntil, Instant createdAt, String createdBy,
                         long sessions, Instant seenAt, Instant linkUntil) {
        public boolean locked(Instant now) {
            return lockedUntil != null && lockedUntil.isAfter(now);
        }
    }

    /** What is needed to check a password. */
    public record Secret(long id, String passwordHash, Instant lockedUntil) {}

    /** A session as the store keeps it. */
    public record Row(long personId, String name, String role, String theme, String csrf, byte[] tokenHash, Instant seenAt) {}

    private final Store store;
    private final InstantSource clock;

    public People(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    public List<Person> list() {
        return store.list("own/person_list", Person.class, Map.of("now", clock.instant()));
    }

    public Person byId(long id) {
        return list().stream().filter(p -> p.id() == id).findFirst().orElseThrow(() -> UserError.notFound("This person"));
    }

    /** True until somebody has set a password: then each start prints a link. */
    public boolean nobodyHasPassword() {
        return store.one("own/person_passwords", Long.class, Map.of()) == 0;
    }

    public long add(String name, Role role, String by) {
        if (!name.matches("[a-z0-9][a-z0-9._-]{0,62}")) {
            throw UserError.of("name", "A name is made of small letters, digits, dots, hyphens and underscores, and begins with a letter or digit.");
        }
        return store.first("own/person_add", Long.class, Map.of("name", name, "role", role.word(), "by", by, "now", clock.instant()))
            .orElseThrow(() -> UserError.of("name", "There is somebody named " + name + " already."));
    }

    /** Gives another role; what is open in a browser has it with the next click. The last admin stays one. */
    public void role(long id, Role role) {
        keepingAnAdmin("own/person_role", Map.of("id", id, "role", role.word()));
    }

    public void remove(long id) {
        keepingAnAdmin("own/person_remove", Map.of("id", id));
    }

    private void keepingAnAdmin(String statement, Map<String, ?> args) {
        store.inTransaction(tx -> {
            tx.update("own/person_lock", Map.of());
            if (tx.update(statement, args) == 0) {
                throw UserError.refused("The last admin stays: make somebody else an admin first.");
            }
            return null;
        });
    }

    /** A one-time link's token for this person; null names the admin who needs it most, made when there is none. */
    public String link(String name) {
        var wanted = name != null ? name : store.first("own/person_admin", String.class, Map.of()).orElse("admin");
        var id = secret(wanted).map(Secret::id).orElseGet(() -> {
            if (name != null) {
                throw UserError.of("There is nobody named " + name + "; known are " + String.join(", ", list().stream().map(Person::name).toList()) + ".");
            }
            return add(wanted, Role.ADMIN, "the first start");
        });
        var token = Tokens.random();
        store.update("own/link_add", Map.of("token_hash", Tokens.hash(token), "person_id", id, "now", clock.instant()));
        return token;
    }

    /** Whose link this is, as long as it can be used; looking does not use it. */
    Optional<String> linked(String token) {
        return store.first("own/link_find", String.class, Map.of("token_hash", Tokens.hash(token), "now", clock.instant()));
    }

    /** Uses a link, once: the id of its person. */
    Optional<Long> use(String token) {
        return store.first("own/link_use", Long.class, Map.of("token_hash", Tokens.hash(token), "now", clock.instant()));
    }

    boolean cameByLink(long personId) {
        return store.one("own/link_fresh", Long.class, Map.of("person_id", personId, "now", clock.instant())) > 0;
    }

    Optional<Secret> secret(String name) {
        return store.first("own/person_secret", Secret.class, Map.of("name", name));
    }

    /** The id of the person whose password this is. Five wrong ones in a row lock the name; unknown names cost the same time. */
    Optional<Long> check(String name, String password) {
        var found = secret(name).filter(s -> s.lockedUntil() == null || !s.lockedUntil().isAfter(clock.instant()));
        boolean right = Passwords.right(password, found.map(Secret::passwordHash).orElse(null));
        found.ifPresent(s -> {
            var args = new HashMap<String, Object>(Map.of("id", s.id()));
            if (!right) {
                args.put("now", clock.instant());
            }
            store.update(right ? "own/person_passed" : "own/person_failed", args);
        });
        return right ? found.map(Secret::id) : Optional.empty();
    }

    /** Sets a password and ends every session and link of the person. */
    public void password(long personId, String password) {
        var hash = Passwords.hash(password);
        store.inTransaction(tx -> {
            tx.update("own/person_password", Map.of("id", personId, "hash", hash));
            tx.update("own/session_remove_all", Map.of("person_id", personId));
            return tx.update("own/link_remove_all", Map.of("person_id", personId));
        });
    }

    void theme(long personId, String theme) {
        if (!List.of("system", "light", "dark").contains(theme)) {
            throw UserError.of("theme", "A theme is system, light or dark.");
        }
        store.update("own/person_theme", Map.of("id", personId, "theme", theme));
    }

    /** Opens a session and gives its token, which is kept nowhere else. */
    String open(long personId) {
        var token = Tokens.random();
        store.update("own/session_add", Map.of("token_hash", Tokens.hash(token), "person_id", personId, "csrf", Tokens.random(), "now", clock.instant()));
        return token;
    }

    /** The session of a token, if it is still open; when it was last used is kept to the minute. */
    Optional<Session> session(String token) {
        var now = clock.instant();
        var row = store.first("own/session_find", Row.class, Map.of("token_hash", Tokens.hash(token), "now", now));
        row.filter(r -> r.seenAt().isBefore(now.minusSeconds(60)))
            .ifPresent(r -> store.update("own/session_seen", Map.of("token_hash", r.tokenHash(), "now", now)));
        return row.map(r -> new Session(r.personId(), r.name(), Role.of(r.role()), r.theme(), r.csrf(), r.tokenHash()));
    }

    void close(Session session) {
        store.update("own/session_remove", Map.of("token_hash", session.tokenHash(), "now", clock.instant()));
    }
}
