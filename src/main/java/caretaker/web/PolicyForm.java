package caretaker.web;

import caretaker.UserError;
import caretaker.observe.Table;
import caretaker.plan.Condition;
import caretaker.plan.Handling;
import caretaker.plan.Keep;
import caretaker.plan.Policies;
import caretaker.plan.Policy;
import caretaker.plan.PolicyDraft;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A policy as text fields: filled from a policy, and read back into a draft with every fault at its field. */
final class PolicyForm {
    private static final Pattern VALUE = Pattern.compile("\\s*(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))\\s*(?:,|$)");
    /** What may be chosen about how a policy runs: value and word, the default first. */
    static final Map<String, Map<String, String>> CHOICES = Map.of(
        "compression", DatabaseForm.ordered("zstd", "zstd", "gzip", "gzip"),
        "speed", DatabaseForm.ordered("normal", "normal: yields to others", "gentle", "gentle: rests most of the time", "full", "full: yields only where it must"),
        "aftercare", DatabaseForm.ordered("vacuum", "VACUUM and ANALYZE", "analyze", "ANALYZE", "none", "nothing"));
    private static final Map<String, String> NUMBERS = Map.of("cap_rows", "Write the cap as a whole number of rows, for example 500000.",
        "cap_share", "Write the cap as a number between 0 and 100, for example 25.", "workers", "Write the workers as a number from 1 to 8.",
        "budget", "Write the budget as a number of minutes, for example 90.");
    private final Form typed;
    private final Map<String, String> faults = new LinkedHashMap<>();

    PolicyForm(Form typed) {
        this.typed = typed;
    }

    /** The form of a policy that exists. */
    static Form of(Policy policy) {
        var known = new HashMap<String, Object>(Map.of("name", policy.name(), "database", policy.databaseName(), "table", policy.target(),
            "column", policy.columnName(), "keep", policy.keep(), "then", policy.action()));
        known.put("where_column", policy.conditions().stream().map(Condition::column).toList());
        known.put("where_op", policy.conditions().stream().map(Condition::op).toList());
        known.put("where_value", policy.conditions().stream().map(PolicyForm::joined).toList());
        known.put("archive", policy.archiveTable() == null ? null
            : Table.display(Objects.requireNonNullElse(policy.archiveSchema(), policy.schemaName()), policy.archiveTable()));
        known.put("adopt", policy.adoptArchive() ? "yes" : null);
        known.put("zone", policy.zone());
        known.put("align", policy.align());
        known.put("cap_share", policy.capShare() == null ? null : policy.capShare().stripTrailingZeros().toPlainString());
        known.put("cap_rows", policy.capRows());
        var handling = policy.handling();
        known.put("compression", handling.compressionOrDefault());
        known.put("speed", handling.speedOrDefault());
        known.put("workers", handling.workers());
        known.put("budget", handling.budgetMinutes());
        known.put("aftercare", handling.aftercareOrDefault());
        known.put("reason", policy.reason());
        known.put("owner", policy.owner());
        known.put("review", policy.review());
        return Form.with(known);
    }

    /** What was typed as a draft; null when something cannot be read, and faults then says what. */
    PolicyDraft draft() {
        check("keep", () -> Keep.parse(typed.value("keep")));
        check("zone", () -> {
            Policies.zone(typed.value("zone"));
            return null;
        });
        var conditions = conditions();
        var share = check("cap_share", () -> text("cap_share") == null ? null : number(text("cap_share").replace("%", "").strip()));
        var rows = check("cap_rows", () -> text("cap_rows") == null ? null : Long.valueOf(text("cap_rows").replaceAll("[,\\s]", "")));
        var workers = check("workers", () -> text("workers") == null ? null : whole(text("workers")));
        var minutes = check("budget", () -> text("budget") == null ? null : whole(text("budget").replaceAll("\\s*(min|minutes)$", "")));
        var handling = check("speed", () -> new Handling(typed.value("then").equals("export") ? text("compression") : null, text("speed"), workers, minutes,
            text("aftercare")).plain());
        var review = check("review", () -> text("review") == null ? null : LocalDate.parse(text("review")));
        return faults.isEmpty() ? new PolicyDraft(typed.value("name").strip(), typed.value("database"), typed.value("table").strip(), typed.value("column"),
            typed.value("keep"), conditions, typed.value("then"), typed.value("then").equals("archive") ? text("archive") : null,
            typed.has("adopt", "yes"), text("zone"), text("align"), share, rows, text("reason"), text("owner"), review, handling) : null;
    }

    /** The faults of the last draft, by field. */
    Map<String, String> faults() {
        return faults;
    }

    /** The conditions that can be read, empty rows left out. */
    List<Condition> conditions() {
        var conditions = new ArrayList<Condition>();
        for (int i = 0; i < typed.all("where_column").size(); i++) {
            var column = at("where_column", i);
            var op = at("where_op", i);
            var value = at("where_value", i);
            if (!column.isBlank() || !value.isEmpty()) {
                check("where", () -> conditions.add(new Condition(column, op, values(op, value))));
            }
        }
        return conditions;
    }

    private String at(String name, int i) {
        return i < typed.all(name).size() ? typed.all(name).get(i) : "";
    }

    /** A list separated by commas where the operator takes one; double quotes hold a value with a comma together. */
    static List<String> values(String op, String typed) {
        if (!op.equals("in") && !op.equals("not in")) {
            return typed.isEmpty() ? List.of() : List.of(typed);
        }
        var values = new ArrayList<String>();
        var parts = VALUE.matcher(typed);
        while (parts.lookingAt() && parts.start() < typed.length()) {
            values.add(parts.group(1) != null ? parts.group(1).replace("\"\"", "\"") : parts.group(2).strip());
            parts.region(parts.end(), typed.length());
        }
        if (parts.regionStart() < typed.length()) {
            throw UserError.of("where", "Separate the values by commas; a value with a comma or a quote stands in double quotes.");
        }
        return values.stream().filter(v -> !v.isEmpty()).toList();
    }

    private static String joined(Condition condition) {
        boolean list = condition.op().equals("in") || condition.op().equals("not in");
        return condition.values().stream().map(v -> list && v.matches("(?s).*[,\"].*|\\s.*|.*\\s") ? '"' + v.replace("\"", "\"\"") + '"' : v)
            .collect(Collectors.joining(", "));
    }

    private String text(String name) {
        var text = typed.value(name).strip();
        return text.isEmpty() ? null : text;
    }

    private static Integer whole(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.valueOf(text) : Integer.valueOf("no number");
    }

    private static BigDecimal number(String text) {
        if (!text.matches("[0-9]{1,3}([.][0-9]{1,4})?")) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }

    private <T> T check(String field, Supplier<T> read) {
        try {
            return read.get();
        } catch (UserError e) {
            faults.putIfAbsent(e.field() == null ? field : e.field(), e.getMessage());
        } catch (NumberFormatException e) {
            faults.put(field, NUMBERS.get(field));
        } catch (DateTimeParseException e) {
            faults.put(field, "Write the date as year, month, day, for example 2027-01-31.");
        }
        return null;
    }
}
