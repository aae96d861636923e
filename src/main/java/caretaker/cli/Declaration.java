package caretaker.cli;

import caretaker.UserError;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The declarative file as written: databases, holds, policies and routines with the line of each value, so that an error can name it. */
final class Declaration {
    private static final Map<String, Set<String>> KEYS = Map.of(
        "databases", Set.of("name", "host", "port", "database", "user", "password", "password_env", "password_file", "environment", "zone", "tls",
            "allow_superuser", "approval", "workers"),
        "policies", Set.of("name", "database", "table", "column", "keep", "then", "where", "zone", "align", "caps", "reason", "owner", "review", "archive",
            "adopt_archive", "compression", "speed", "workers", "budget", "after"),
        "holds", Set.of("database", "table", "where", "reason", "until"),
        "routines", Set.of("name", "database", "schedule", "zone", "tasks", "window", "budget", "enabled", "catch_up", "reason"));
    private final Map<String, List<Item>> items = new HashMap<>();

    private Declaration() {}

    /** One database, hold, policy or routine: its values, and the line each key stands on. */
    record Item(int line, Map<String, Node> values) {
        /** Throws a UserError that names the line of the item. */
        String required(String key) {
            if (!values.containsKey(key)) {
                throw at(line, "the key " + key + " is missing");
            }
            return text(key);
        }

        /** The value as text, or null. */
        String text(String key) {
            var node = values.get(key);
            return node == null ? null : scalar(node, key);
        }

        /** A single value or a list of them; null when the key is missing. */
        List<String> texts(String key) {
            var node = values.get(key);
            if (node == null) {
                return null;
            }
            return node instanceof SequenceNode list ? list.getValue().stream().map(n -> scalar(n, key)).toList() : List.of(scalar(node, key));
        }

        /** A list of small maps, each with these keys only. */
        List<Item> maps(String key, Set<String> allowed) {
            var node = values.get(key);
            if (node == null) {
                return List.of();
            }
            if (!(node instanceof SequenceNode list)) {
                throw at(Declaration.line(node), key + " must be a list");
            }
            return list.getValue().stream().map(n -> item(n, allowed, key)).toList();
        }

        /** A small map with these keys only; an empty one when the key is missing. */
        Item map(String key, Set<String> allowed) {
            var node = values.get(key);
            return node == null ? new Item(line, Map.of()) : item(node, allowed, key);
        }

        int lineOf(String key) {
            return values.containsKey(key) ? Declaration.line(values.get(key)) : line;
        }

        int number(String key, int otherwise) {
            var text = text(key);
            if (text != null && !text.matches("\\d{1,9}")) {
                throw at(lineOf(key), key + " must be a number");
            }
            return text == null ? otherwise : Integer.parseInt(text);
        }

        BigDecimal decimal(String key) {
            var text = text(key);
            if (text != null && !text.matches("\\d{1,3}(\\.\\d+)?")) {
                throw at(lineOf(key), key + " must be a number of per cent");
            }
            return text == null ? null : new BigDecimal(text);
        }

        /** 90, 90 min or 2 h. */
        Integer minutes(String key) {
            var text = text(key);
            if (text == null) {
                return null;
            }
            var form = Pattern.compile("(\\d{1,5})\\s*(min|minutes|h|hours)?").matcher(text.trim());
            if (!form.matches()) {
                throw at(lineOf(key), key + " is a time like 90 min or 2 h");
            }
            return Integer.parseInt(form.group(1)) * (form.group(2) != null && form.group(2).startsWith("h") ? 60 : 1);
        }

        boolean yes(String key, boolean otherwise) {
            return text(key) == null ? otherwise : one(key, "", Set.of("true", "false")).equals("true");
        }

        String one(String key, String otherwise, Set<String> choices) {
            var text = text(key);
            if (text != null && !choices.contains(text)) {
                throw at(lineOf(key), key + " is one of " + String.join(", ", choices.stream().sorted().toList()));
            }
            return text == null ? otherwise : text;
        }

        LocalDate date(String key) {
            try {
                return text(key) == null ? null : LocalDate.parse(text(key));
            } catch (DateTimeParseException e) {
                throw at(lineOf(key), key + " is a date like 2027-01-31");
            }
        }
    }

    /** Reads a file; every fault is a UserError with its line. */
    static Declaration parse(String text) {
        var declaration = new Declaration();
        try {
            var root = new Compose(LoadSettings.builder().setUseMarks(true).build()).composeString(text);
            if (root.isEmpty()) {
                throw UserError.of("The file is empty; it takes databases, holds, policies and routines.");
            }
            var sections = item(root.get(), KEYS.keySet(), "the file");
            sections.values().forEach((section, node) -> declaration.items.put(section, sections.maps(section, KEYS.get(section))));
        } catch (MarkedYamlEngineException e) {
            throw UserError.of("Line " + e.getProblemMark().map(m -> m.getLine() + 1).orElse(1) + ": this is not YAML: " + e.getProblem() + ".");
        }
        return declaration;
    }

    List<Item> items(String section) {
        return items.getOrDefault(section, List.of());
    }

    static UserError at(int line, String fault) {
        return UserError.of("Line " + line + ": " + fault + ".");
    }

    private static Item item(Node node, Set<String> allowed, String where) {
        if (!(node instanceof MappingNode map)) {
            throw at(line(node), where + " must hold keys with values");
        }
        var values = new LinkedHashMap<String, Node>();
        for (var tuple : map.getValue()) {
            var key = scalar(tuple.getKeyNode(), where);
            if (!allowed.contains(key)) {
                throw at(line(tuple.getKeyNode()), "unknown key " + key + " in " + where + "; known are " + String.join(", ", allowed.stream().sorted().toList()));
            }
            if (values.put(key, tuple.getValueNode()) != null) {
                throw at(line(tuple.getKeyNode()), "the key " + key + " stands twice");
            }
        }
        return new Item(line(node), values);
    }

    private static String scalar(Node node, String key) {
        if (!(node instanceof ScalarNode scalar)) {
            throw at(line(node), key + " must be a single value");
        }
        return scalar.getValue();
    }

    private static int line(Node node) {
        return node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
    }

    /** Names that stand twice in a section would hide each other. */
    void checkNames() {
        items.forEach((section, list) -> {
            var seen = new HashSet<String>();
            for (var item : section.equals("holds") ? List.<Item>of() : list) {
                if (!seen.add(item.required("name"))) {
                    throw at(item.lineOf("name"), "the name " + item.text("name") + " stands twice in " + section);
                }
            }
        });
    }
}
