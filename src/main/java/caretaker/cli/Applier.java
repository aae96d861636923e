package caretaker.cli;

import caretaker.App;
import caretaker.UserError;
import caretaker.db.Address;
import caretaker.observe.Table;
import caretaker.plan.Condition;
import caretaker.plan.Handling;
import caretaker.plan.Policies;
import caretaker.plan.PolicyDraft;
import caretaker.schedule.RoutineDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Brings the store to what a declarative file says. Applying the same file twice changes nothing. */
final class Applier {
    private static final Set<String> CONDITION = Set.of("column", "op", "value");
    private static final Set<String> CAPS = Set.of("share", "rows");
    private final App app;
    private final Path folder;
    private final String person;
    private final Map<String, String> environment;
    private final List<Change> changes = new ArrayList<>();

    /** What became of one item: added, changed or unchanged. */
    record Change(String kind, String name, String change) {}

    /** Paths of password files are taken from the folder of the declarative file. */
    Applier(App app, Path folder, String person, Map<String, String> environment) {
        this.app = app;
        this.folder = folder;
        this.person = person;
        this.environment = environment;
    }

    List<Change> apply(String text) {
        var declaration = Declaration.parse(text);
        declaration.checkNames();
        declaration.items("databases").forEach(item -> located(item, () -> database(item)));
        declaration.items("holds").forEach(item -> located(item, () -> hold(item)));
        declaration.items("policies").forEach(item -> located(item, () -> policy(item)));
        declaration.items("routines").forEach(item -> located(item, () -> routine(item)));
        return changes;
    }

    /** An error without a line gets the line of its key. */
    private void located(Declaration.Item item, Supplier<Change> work) {
        try {
            changes.add(work.get());
        } catch (UserError e) {
            if (e.getMessage().startsWith("Line ")) {
                throw e;
            }
            throw UserError.of("Line " + item.lineOf(Objects.requireNonNullElse(e.field(), "name")) + ": " + e.getMessage());
        }
    }

    private Change database(Declaration.Item item) {
        var name = item.required("name");
        var address = new Address(item.required("host"), item.number("port", 5432), item.required("database"), item.required("user"), password(item),
            item.one("tls", "prefer", Address.TLS_MODES));
        var environment = item.one("environment", "production", Set.of("production", "staging", "development"));
        var zone = Objects.requireNonNullElse(item.text("zone"), "UTC");
        Policies.zone(zone);
        var superuser = item.yes("allow_superuser", false);
        var approval = item.yes("approval", false);
        var workers = item.number("workers", 2);
        var known = app.databases.find(name);
        boolean same = known.filter(d -> d.environment().equals(environment) && d.zone().equals(zone) && d.allowSuperuser() == superuser
            && d.approval() == approval && d.workers() == workers && app.databases.reachedBy(d, address)).isPresent();
        if (!same) {
            var saved = app.databases.save(name, address, environment, zone, superuser, person);
            app.databases.protect(saved.id(), approval, workers);
            app.targets.forget(saved.id());
        }
        return new Change("database", name, known.isEmpty() ? "added" : same ? "unchanged" : "changed");
    }

    private Change policy(Declaration.Item item) {
        var name = item.required("name");
        var caps = item.map("caps", CAPS);
        var draft = new PolicyDraft(name, item.required("database"), item.required("table"), item.required("column"), item.required("keep"),
            conditions(item), then(item), item.text("archive"), item.yes("adopt_archive", false), item.text("zone"), item.text("align"), caps.decimal("share"),
            caps.text("rows") == null ? null : (long) caps.number("rows", 0), item.text("reason"), item.text("owner"), item.date("review"), handling(item));
        var before = app.policies.list().stream().filter(p -> p.name().equals(name)).findFirst();
        var after = app.policies.save(draft, person);
        return new Change("policy", name, before.isEmpty() ? "added" : before.get().equals(after) ? "unchanged" : "changed");
    }

    private Change routine(Declaration.Item item) {
        var name = item.required("name");
        var draft = new RoutineDraft(name, item.required("database"), item.required("schedule"), item.text("zone"), item.texts("tasks"), item.minutes("window"),
            item.minutes("budget"), item.text("catch_up"), item.yes("enabled", true), item.text("reason"));
        var before = app.routines.list().stream().filter(r -> r.name().equals(name)).findFirst();
        var after = app.routines.save(draft, person);
        return new Change("routine", name, before.isEmpty() ? "added" : before.get().equals(after) ? "unchanged" : "changed");
    }

    /** A hold like it that holds is left alone; one with another reason or end is replaced, the new one first, so that the rows are never without. */
    private Change hold(Declaration.Item item) {
        var database = app.databases.byName(item.required("database"));
        var names = Table.split(item.required("table"));
        var name = Table.display(names[0], names[1]);
        var conditions = conditions(item);
        var until = item.date("until");
        var alike = app.holds.list(database.id()).stream().filter(h -> h.liftedAt() == null && h.target().equals(name) && h.conditions().equals(conditions)).toList();
        if (alike.stream().anyMatch(h -> h.reason().equals(item.required("reason").trim()) && Objects.equals(h.until(), until))) {
            return new Change("hold", name, "unchanged");
        }
        app.holds.add(database.id(), name, conditions, item.required("reason"), until, person);
        alike.forEach(h -> app.holds.lift(h.id(), person));
        return new Change("hold", name, alike.isEmpty() ? "added" : "changed");
    }

    private static List<Condition> conditions(Declaration.Item item) {
        return item.maps("where", CONDITION).stream().map(c -> new Condition(c.required("column"), c.required("op"), c.texts("value"))).toList();
    }

    private static Handling handling(Declaration.Item item) {
        return new Handling(item.one("compression", null, Set.copyOf(Handling.COMPRESSIONS)), item.one("speed", null, Set.copyOf(Handling.SPEEDS)),
            item.text("workers") == null ? null : item.number("workers", 1), item.minutes("budget"), item.one("after", null, Set.copyOf(Handling.AFTERCARES))).plain();
    }

    /** delete, archive or export; a list says where rows go, and that they are deleted, which both do anyway. */
    private static String then(Declaration.Item item) {
        var then = item.texts("then");
        if (then == null || then.isEmpty()) {
            throw Declaration.at(item.line(), "the key then is missing: delete, archive or export");
        }
        if (!Set.of("delete", "archive", "export").containsAll(then)) {
            throw Declaration.at(item.lineOf("then"), "then is delete, archive or export in this version, or one of the last two with delete");
        }
        var places = then.stream().filter(t -> !t.equals("delete")).distinct().toList();
        if (places.size() > 1) {
            throw Declaration.at(item.lineOf("then"), "then names two destinations, " + String.join(" and ", places) + "; rows go to one");
        }
        return places.isEmpty() ? "delete" : places.get(0);
    }

    /** One of password, password_env, password_file; none is an empty password. */
    private String password(Declaration.Item item) {
        if (item.text("password_env") != null) {
            var value = environment.get(item.text("password_env"));
            if (value == null) {
                throw Declaration.at(item.lineOf("password_env"), "the environment variable " + item.text("password_env") + " is not set");
            }
            return value;
        }
        if (item.text("password_file") != null) {
            try {
                return Files.readString(folder.resolve(item.text("password_file"))).strip();
            } catch (IOException e) {
                throw Declaration.at(item.lineOf("password_file"), "the file " + item.text("password_file") + " cannot be read");
            }
        }
        return item.text("password") != null ? item.text("password") : app.databases.find(item.text("name")).isPresent() ? null : "";
    }
}
