package caretaker.plan;

import caretaker.UserError;
import caretaker.db.Quote;
import caretaker.observe.Table;
import java.util.List;
import java.util.stream.Collectors;

/** One typed condition of a policy: a column of the catalogue, an operator of a fixed list, and values that PostgreSQL reads by the column's type. */
public record Condition(String column, String op, List<String> values) {
    public static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=", "in", "not in", "is null", "is not null", "like");

    /** Checks operator and number of values; throws a UserError at the field where. */
    public Condition {
        values = List.copyOf(values == null ? List.of() : values);
        if (column == null || column.isBlank()) {
            throw UserError.of("where", "Choose a column for each condition, or remove the condition.");
        }
        if (!OPERATORS.contains(op)) {
            throw UserError.of("where", "The operator of a condition is one of " + String.join(", ", OPERATORS) + ".");
        }
        if (op.endsWith("null") != values.isEmpty()) {
            throw UserError.of("where", op.endsWith("null") ? "The operator " + op + " takes no value." : "Give a value for " + column + " " + op + " …");
        }
        if (!op.endsWith("in") && values.size() > 1) {
            throw UserError.of("where", "The operator " + op + " takes one value; for several use in or not in.");
        }
    }

    /** As SQL: names quoted, values as typed literals, the operator of the type's own schema, so that no search path can change its meaning. */
    public String sql(Table table) {
        var found = table.column(column).orElseThrow(() -> UserError.of("where", "The table " + table.display() + " has no column " + column + "."));
        var name = Quote.name(column);
        return switch (op) {
            case "is null", "is not null" -> name + " " + op;
            case "in" -> name + " " + operator("=", found) + " any (" + array(found) + ")";
            case "not in" -> name + " " + operator("<>", found) + " all (" + array(found) + ")";
            case "like" -> name + "::text operator(pg_catalog.~~) " + Quote.literal(values.get(0));
            default -> name + " " + operator(op, found) + " " + Quote.literal(values.get(0)) + "::" + found.bareType();
        };
    }

    /** For people: level in INFO, DEBUG. */
    @Override
    public String toString() {
        return values.isEmpty() ? column + " " + op : column + " " + op + " " + String.join(", ", values);
    }

    private String array(Table.Column found) {
        return values.stream().map(Quote::literal).collect(Collectors.joining(", ", "array[", "]")) + "::" + found.bareType() + "[]";
    }

    private static String operator(String op, Table.Column found) {
        return "operator(" + (found.operatorSchema().equals("pg_catalog") ? "pg_catalog" : Quote.name(found.operatorSchema())) + "." + op + ")";
    }
}
