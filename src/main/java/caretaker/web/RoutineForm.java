package caretaker.web;

import caretaker.UserError;
import caretaker.schedule.Cron;
import caretaker.schedule.Plain;
import caretaker.schedule.Readings;
import caretaker.schedule.Routine;
import caretaker.schedule.RoutineDraft;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is typed into the form of a routine, what it means, and what is wrong with it. */
final class RoutineForm {
    private final Form form;
    private final Map<String, String> faults = new LinkedHashMap<>();

    RoutineForm(Form form) {
        this.form = form;
    }

    /** The form of a routine as it is kept. */
    static Form of(Routine routine) {
        var cron = routine.cron();
        var plain = Plain.of(cron);
        var known = new HashMap<String, Object>(Map.of("name", routine.name(), "database", routine.databaseName(), "schedule", cron.line(), "zone", routine.zone(),
            "tasks", routine.tasks(), "catch_up", routine.catchUp(), "when", plain.isPresent() ? "plain" : "cron"));
        known.put("window", routine.windowMinutes());
        known.put("budget", routine.budgetMinutes());
        known.put("reason", routine.reason());
        known.put("enabled", routine.enabled() ? "true" : null);
        known.put("every", plain.map(p -> p.every().word()).orElse("day"));
        known.put("days", plain.map(p -> p.days().stream().map(Enum::name).toList()).orElse(List.of()));
        known.put("time", plain.map(p -> p.time().toString()).orElse("03:15"));
        return Form.with(known);
    }

    /** The form of a routine to come: 03:15 is an hour that no clock change skips in most zones. */
    static Form empty(String database, String zone) {
        var known = new HashMap<String, Object>(Map.of("when", "plain", "every", "day", "time", "03:15", "enabled", "true", "catch_up", "skip", "schedule", "15 3 * * *"));
        known.put("database", database);
        known.put("zone", zone);
        return Form.with(known);
    }

    /** The form after a button that changes the list of tasks: add, up:2, down:2, remove:2. */
    static Form changed(Form form, String button) {
        var tasks = new ArrayList<>(form.all("tasks"));
        var parts = button.split(":");
        var at = parts.length == 2 && parts[1].matches("[0-9]{1,3}") ? Integer.parseInt(parts[1]) : -1;
        if (parts[0].equals("add") && !form.value("task").isEmpty() && !tasks.contains(form.value("task"))) {
            tasks.add(form.value("task"));
        } else if (parts[0].equals("up") && at > 0 && at < tasks.size()) {
            Collections.swap(tasks, at, at - 1);
        } else if (parts[0].equals("down") && at >= 0 && at < tasks.size() - 1) {
            Collections.swap(tasks, at, at + 1);
        } else if (parts[0].equals("remove") && at >= 0 && at < tasks.size()) {
            tasks.remove(at);
        }
        var values = new HashMap<>(form.values());
        values.put("tasks", tasks);
        return new Form(values, form.errors(), form.problem());
    }

    /** The draft as far as it can be read; what cannot is among the faults. */
    RoutineDraft draft(Instant now) {
        return new RoutineDraft(form.value("name").strip(), form.value("database"), line(now).map(Cron::line).orElse(form.value("schedule")), form.value("zone"),
            form.all("tasks"), minutes("window"), minutes("budget"), form.value("catch_up").isEmpty() ? null : form.value("catch_up"),
            form.has("enabled", "true"), form.value("reason"));
    }

    /** The schedule that is meant: the plain choice, or the line in the reading that was chosen. */
    Optional<Cron> line(Instant now) {
        return read(() -> {
            if (form.value("when").equals("plain")) {
                return Plain.of(form.value("every"), form.all("days"), form.value("time")).cron();
            }
            var typed = Cron.parse(form.value("schedule"));
            return form.value("reading").equals("meant") ? Readings.of(typed, now, zone().orElse(ZoneId.of("UTC"))).map(Readings::meant).orElse(typed) : typed;
        });
    }

    /** The two readings of the typed line, where it has two. */
    Optional<Readings> readings(Instant now) {
        return form.value("when").equals("plain") ? Optional.empty()
            : read(() -> Cron.parse(form.value("schedule"))).flatMap(cron -> Readings.of(cron, now, zone().orElse(ZoneId.of("UTC"))));
    }

    Optional<ZoneId> zone() {
        try {
            return Optional.of(ZoneId.of(form.value("zone").strip()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    Map<String, String> faults() {
        return faults;
    }

    private Integer minutes(String field) {
        var text = form.value(field).strip();
        if (!text.isEmpty() && !text.matches("-?[0-9]{1,6}")) {
            faults.put(field, text + " is no number of minutes; give a whole number, or leave it empty for no limit.");
            return null;
        }
        return text.isEmpty() ? null : Integer.valueOf(text);
    }

    private <T> Optional<T> read(java.util.function.Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (UserError e) {
            faults.put(Objects.requireNonNullElse(e.field(), "schedule"), e.getMessage());
            return Optional.empty();
        }
    }
}
