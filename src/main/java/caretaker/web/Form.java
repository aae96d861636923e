package caretaker.web;

import caretaker.UserError;
import caretaker.plan.Condition;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was typed into a form and what is wrong with it: nothing typed is lost when it has to be shown again. */
public record Form(Map<String, List<String>> values, Map<String, String> errors, String problem) {

    /** A form filled with what is known already; null values stay empty. */
    static Form with(Map<String, ?> known) {
        var values = new HashMap<String, List<String>>();
        known.forEach((name, value) -> values.put(name, value == null ? List.of() : value instanceof List<?> many ? many.stream().map(String::valueOf).toList() : List.of(value.toString())));
        return new Form(values, Map.of(), null);
    }

    static Form empty() {
        return with(Map.of());
    }

    /** What came with the request; passwords and tokens are not given back to the page. */
    static Form of(Context ctx) {
        var values = new HashMap<>(ctx.formParamMap());
        values.keySet().removeIf(name -> name.startsWith("_") || name.contains("password"));
        return new Form(values, Map.of(), null);
    }

    /** The same form with the sentence beside its field, or above the form when it belongs to no field. */
    Form refused(UserError error) {
        var all = new HashMap<>(errors);
        if (error.field() != null) {
            all.put(error.field(), error.getMessage());
        }
        return new Form(values, all, error.field() == null ? error.getMessage() : problem);
    }

    /** The typed text, empty when there is none. */
    public String value(String name) {
        var all = values.get(name);
        return all == null || all.isEmpty() || all.get(0) == null ? "" : all.get(0);
    }

    /** All values of a name that occurs several times. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** What a condition in a form may say. */
    public List<String> operators() {
        return Condition.OPERATORS;
    }

    /** How many rows a repeated group of fields has: one at least, so that something can be written without pressing anything first. */
    public int rows(String name) {
        return Math.max(1, all(name).size());
    }

    /** The value of a repeated field in a row, counted from 0; empty when there is none. */
    public String at(String name, int row) {
        return row < all(name).size() ? all(name).get(row) : "";
    }

    public boolean has(String name, String value) {
        return all(name).contains(value);
    }

    /** The sentence beside a field, or null. */
    public String error(String name) {
        return errors.get(name);
    }
}
