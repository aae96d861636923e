package caretaker.web;

import caretaker.UserError;
import caretaker.db.Databases;
import caretaker.plan.Policies;
import caretaker.plan.Policy;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A policy form that was sent: to be saved, or to be shown again with a condition more or less. */
final class PolicyChange {
    /** Several fields cannot be read; each has its sentence. */
    static final class Faulty extends RuntimeException {
        private final transient Map<String, String> faults;

        Faulty(Map<String, String> faults) {
            super(faults.toString());
            this.faults = faults;
        }

        Map<String, String> faults() {
            return faults;
        }
    }

    private static final List<String> CONDITION = List.of("where_column", "where_op", "where_value");
    private final Databases databases;
    private final Policies policies;
    private final Form form;
    private final Policy before;

    PolicyChange(Databases databases, Policies policies, Form form, Policy before) {
        this.databases = databases;
        this.policies = policies;
        this.form = form;
        this.before = before;
    }

    /** The typed values of an address. */
    static Form typed(Context ctx) {
        return new Form(ctx.queryParamMap(), Map.of(), null);
    }

    /** The form as an address, its conditions one more (add) or one less (remove-1, counted from 0). */
    static String of(Context ctx) {
        var values = new LinkedHashMap<String, List<String>>();
        ctx.formParamMap().forEach((name, all) -> values.put(name, new ArrayList<>(all)));
        values.keySet().removeIf(name -> name.startsWith("_") || name.equals("change"));
        var change = ctx.formParam("change");
        for (var part : CONDITION) {
            var all = values.computeIfAbsent(part, p -> new ArrayList<>());
            if (change.equals("add")) {
                all.add(part.equals("where_op") ? "=" : "");
            } else if (change.matches("remove-[0-9]{1,3}") && Integer.parseInt(change.substring(7)) < all.size()) {
                all.remove(Integer.parseInt(change.substring(7)));
            }
        }
        values.put("typed", List.of("1"));
        return values.entrySet().stream().flatMap(e -> e.getValue().stream().map(v -> e.getKey() + "=" + InView.encode(v))).collect(Collectors.joining("&"));
    }

    Policy save(String person) {
        var reading = new PolicyForm(form);
        var draft = reading.draft();
        if (databases.find(form.value("database")).isEmpty()) {
            reading.faults().put("database", "Choose the database: " + String.join(", ", databases.list().stream().map(d -> d.name()).toList()) + ".");
        }
        if (before == null && policies.list().stream().anyMatch(p -> p.name().equals(form.value("name").strip()))) {
            reading.faults().put("name", "There is a policy named " + form.value("name").strip() + " already.");
        }
        if (before != null && !before.name().equals(form.value("name").strip())) {
            throw UserError.of("name", "A policy keeps its name: routines and the log know it by that.");
        }
        if (!reading.faults().isEmpty()) {
            throw new Faulty(reading.faults());
        }
        return policies.save(draft, person);
    }

    /** What saving has changed, in a sentence. */
    String said(Policy after) {
        if (before != null && before.changedAt().equals(after.changedAt())) {
            return "Nothing was different, so nothing has changed.";
        }
        if (before != null && before.version() == after.version()) {
            return after.name() + " is saved. The rows it takes are the same, so it stays version " + after.version() + ".";
        }
        return after.name() + " is saved as version " + after.version() + (after.keepsForever() ? "."
            : ". Its first run must be a person's: preview and run it once, then routines may follow.");
    }
}
