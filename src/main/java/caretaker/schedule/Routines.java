package caretaker.schedule;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Json;
import caretaker.db.Store;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routines, checked before they are kept. */
public final class Routines {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";
    private final Store store;
    private final Databases databases;
    private final InstantSource clock;

    public Routines(Store store, Databases databases, InstantSource clock) {
        this.store = store;
        this.databases = databases;
        this.clock = clock;
    }

    public List<Routine> list() {
        return store.list("own/routine_list", Routine.class);
    }

    public Optional<Routine> find(long id) {
        return list().stream().filter(r -> r.id() == id).findFirst();
    }

    /** Throws a UserError (404) that lists the known names. */
    public Routine byName(String name) {
        var all = list();
        return all.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow(() -> new UserError(404, "There is no routine named " + name
            + (all.isEmpty() ? "." : "; known are " + String.join(", ", all.stream().map(Routine::name).toList()) + ".")));
    }

    /** What a routine of a database may do, in the order of a list to choose from. */
    public List<String> tasks(long databaseId) {
        var names = new ArrayList<>(store.list("own/routine_tasks", String.class, Map.of("database_id", databaseId)));
        names.add(Routine.CLEANUP_STATISTICS);
        return names;
    }

    /** Adds a routine; its name must be free. */
    public Routine add(RoutineDraft draft, String person) {
        if (list().stream().anyMatch(r -> r.name().equals(draft.name()))) {
            throw UserError.of("name", "There is a routine named " + draft.name() + " already.");
        }
        return save(draft, person);
    }

    /** Adds a routine, or changes the one of the same name; saving the same again changes nothing. The first fault is a UserError at its field. */
    public Routine save(RoutineDraft draft, String person) {
        check(draft).entrySet().stream().findFirst().ifPresent(fault -> {
            throw UserError.of(fault.getKey(), fault.getValue());
        });
        var database = databases.byName(draft.database());
        var args = new HashMap<String, Object>(Map.of("name", draft.name(), "database_id", database.id(), "schedule", Cron.parse(draft.schedule()).line(),
            "zone", zone(draft, database), "tasks", Json.write(draft.tasks()), "catch_up", draft.catchUp() == null ? "skip" : draft.catchUp(),
            "enabled", draft.enabled(), "now", clock.instant(), "person", person));
        args.put("window_minutes", draft.windowMinutes());
        args.put("budget_minutes", draft.budgetMinutes());
        args.put("reason", draft.reason() == null || draft.reason().isBlank() ? null : draft.reason().strip());
        store.update("own/routine_save", args);
        return byName(draft.name());
    }

    /** Every fault of a draft, by field: a form shows them all at once. */
    public Map<String, String> check(RoutineDraft draft) {
        var faults = new LinkedHashMap<String, String>();
        if (draft.name() == null || !draft.name().matches(NAME) || draft.name().equals("new")) {
            faults.put("name", "A routine's name has 1 to 63 letters, digits, dots, dashes or underscores, and is not new.");
        }
        fault(faults, () -> Cron.parse(draft.schedule()));
        var database = databases.list().stream().filter(d -> d.name().equals(draft.database())).findFirst();
        if (database.isEmpty()) {
            faults.put("database", "Choose a database under care" + (databases.list().isEmpty() ? "; none is yet." : ": "
                + String.join(", ", databases.list().stream().map(Database::name).toList()) + "."));
        }
        fault(faults, () -> database.ifPresent(d -> checkZone(zone(draft, d))));
        fault(faults, () -> database.ifPresent(d -> checkTasks(draft.tasks(), d)));
        minutes(faults, "window", draft.windowMinutes(), 7 * 24 * 60);
        minutes(faults, "budget", draft.budgetMinutes(), 7 * 24 * 60);
        if (draft.catchUp() != null && !List.of("skip", "once").contains(draft.catchUp())) {
            faults.put("catch_up", "Missed times are skipped or caught up once: choose skip or once.");
        }
        return faults;
    }

    /** Switches a routine on or off. */
    public Routine enable(long id, boolean enabled, String person) {
        store.update("own/routine_switch", Map.of("id", id, "enabled", enabled, "now", clock.instant(), "person", person));
        return find(id).orElseThrow(() -> UserError.notFound("Routine " + id));
    }

    public void remove(long id) {
        store.update("own/routine_remove", Map.of("id", id));
    }

    private void checkTasks(List<String> tasks, Database database) {
        if (tasks == null || tasks.isEmpty()) {
            throw UserError.of("tasks", "A routine has at least one task.");
        }
        var known = tasks(database.id());
        var seen = new HashSet<String>();
        for (var task : tasks) {
            if (!known.contains(task)) {
                throw UserError.of("tasks", "There is no task " + task + " for " + database.name() + "; it can be " + String.join(", ", known) + ".");
            }
            if (!seen.add(task)) {
                throw UserError.of("tasks", "The task " + task + " is listed twice.");
            }
        }
    }

    private static String zone(RoutineDraft draft, Database database) {
        return draft.zone() == null || draft.zone().isBlank() ? database.zone() : draft.zone().strip();
    }

    private static void checkZone(String zone) {
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw UserError.of("zone", zone + " is no time zone; write it like Europe/Berlin or UTC.");
        }
    }

    private static void minutes(Map<String, String> faults, String field, Integer minutes, int most) {
        if (minutes != null && (minutes < 1 || minutes > most)) {
            faults.put(field, "Give 1 to " + most + " minutes, or leave it empty for no limit.");
        }
    }

    private static void fault(Map<String, String> faults, Runnable check) {
        try {
            check.run();
        } catch (UserError e) {
            faults.put(e.field(), e.getMessage());
        }
    }
}
