package caretaker.cli;

import caretaker.App;
import caretaker.UserError;
import caretaker.db.Address;
import caretaker.plan.Condition;
import caretaker.plan.Policies;
import caretaker.plan.PolicyDraft;
import caretaker.schedule.RoutineDraft;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

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
        var address = new Address(item.required("host"), number(item, "port", 5432), item.required("database"), item.required("user"), password(item),
            one(item, "tls", "prefer", Address.TLS_MODES));
        var environment = one(item, "environment", "production", Set.of("production", "staging", "development"));
        var zone = Objects.requireNonNullElse(item.text("zone"), "UTC");
        Policies.zone(zone);
        var superuser = yes(item, "allow_superuser", false);
        var known = app.databases.find(name);
        boolean same = known.filter(d -> d.environment().equals(environment) && d.zone().equals(zone) && d.allowSuperuser() == superuser
            && app.databases.reachedBy(d, address)).isPresent();
        if (!same) {
            var saved = app.databases.save(name, address, environment, zone, superuser, person);
            app.targets.forget(saved.id());
        }
        return new Change("database", name, known.isEmpty() ? "added" : same ? "unchanged" : "changed");
    }

    private Change policy(Declaration.Item item) {
        var name = item.required("name");
        var caps = item.map("caps", CAPS);
        var draft = new PolicyDraft(name, item.required("database"), item.required("table"), item.required("column"), item.required("keep"),
            item.maps("where", CONDITION).stream().map(c -> new Condition(c.required("column"), c.required("op"), c.texts("value"))).toList(),
            then(item), item.text("archive"), yes(item, "adopt_archive", false), item.text("zone"), item.text("align"), decimal(caps, "share"),
            caps.text("rows") == null ? null : (long) number(caps, "rows", 0), item.text("reason"), item.text("owner"), date(item, "review"));
        var before = app.policies.list().stream().filter(p -> p.name().equals(name)).findFirst();
        var after = app.policies.save(draft, person);
        return new Change("policy", name, before.isEmpty() ? "added" : before.get().equals(after) ? "unchanged" : "changed");
    }

    private Change routine(Declaration.Item item) {
        var name = item.required("name");
        var draft = new RoutineDraft(name, item.required("database"), item.required("schedule"), item.text("zone"), item.texts("tasks"), minutes(item, "window"),
            minutes(item, "budget"), item.text("catch_up"), yes(item, "enabled", true), item.text("reason"));
        var before = app.routines.list().stream().filter(r -> r.name().equals(name)).findFirst();
        var after = app.routines.save(draft, person);
        return new Change("routine", name, before.isEmpty() ? "added" : before.get().equals(after) ? "unchanged" : "changed");
    }

    private String then(Declaration.Item item) {
        var then = item.texts("then");
        if (then == null || then.isEmpty()) {
            throw Declaration.at(item.line(), "the key then is missing: delete or archive");
        }
        if (then.size() > 1 || !Set.of("delete", "archive").contains(then.get(0))) {
            throw Declaration.at(item.lineOf("then"), "then is delete or archive in this version");
        }
        return then.get(0);
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

    private static int number(Declaration.Item item, String key, int otherwise) {
        var text = item.text(key);
        if (text != null && !text.matches("\\d{1,9}")) {
            throw Declaration.at(item.lineOf(key), key + " must be a number");
        }
        return text == null ? otherwise : Integer.parseInt(text);
    }

    private static BigDecimal decimal(Declaration.Item item, String key) {
        var text = item.text(key);
        if (text != null && !text.matches("\\d{1,3}(\\.\\d+)?")) {
            throw Declaration.at(item.lineOf(key), key + " must be a number of per cent");
        }
        return text == null ? null : new BigDecimal(text);
    }

    /** 90, 90 min or 2 h. */
    private static Integer minutes(Declaration.Item item, String key) {
        var text = item.text(key);
        if (text == null) {
            return null;
        }
        var form = Pattern.compile("(\\d{1,5})\\s*(min|minutes|h|hours)?").matcher(text.trim());
        if (!form.matches()) {
            throw Declaration.at(item.lineOf(key), key + " is a time like 90 min or 2 h");
        }
        return Integer.parseInt(form.group(1)) * (form.group(2) != null && form.group(2).startsWith("h") ? 60 : 1);
    }

    private static boolean yes(Declaration.Item item, String key, boolean otherwise) {
        return item.text(key) == null ? otherwise : one(item, key, "", Set.of("true", "false")).equals("true");
    }

    private static String one(Declaration.Item item, String key, String otherwise, Set<String> choices) {
        var text = item.text(key);
        if (text != null && !choices.contains(text)) {
            throw Declaration.at(item.lineOf(key), key + " is one of " + String.join(", ", choices.stream().sorted().toList()));
        }
        return text == null ? otherwise : text;
    }

    private static LocalDate date(Declaration.Item item, String key) {
        try {
            return item.text(key) == null ? null : LocalDate.parse(item.text(key));
        } catch (DateTimeParseException e) {
            throw Declaration.at(item.lineOf(key), key + " is a date like 2027-01-31");
        }
    }
}
