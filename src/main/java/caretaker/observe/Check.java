package caretaker.observe;

import caretaker.UserError;
import caretaker.db.Sql;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A question asked of a database, or once for its whole server: a file sql/check/NAME.sql. stored: it reads the store and not the database; timed: it asks for
 * the time; series are the samples it needs; monitors: only a member of pg_monitor sees enough to answer it.
 */
public record Check(String name, String title, String help, boolean server, boolean stored, boolean timed, List<String> series, boolean monitors,
                    List<Threshold> thresholds, Map<Integer, String> variants) {
    private static final Pattern THRESHOLD = Pattern.compile("-- :(\\w+) +(numeric|integer|text|boolean) +<([^>]*)> +(.+)");
    private static final Pattern SETTING = Pattern.compile("-- (scope|reads|series|needs): (.+)");

    /** A number or word of the check that may differ from database to database; an empty default means that there is no such limit. */
    public record Threshold(String name, String type, String standard, String help) {
        Object value(String text) {
            if (text.isBlank()) {
                return null;
            }
            return switch (type) {
                case "numeric" -> new BigDecimal(text.strip());
                case "integer" -> Integer.valueOf(text.strip());
                case "boolean" -> Boolean.valueOf(text.strip());
                default -> text;
            };
        }

        /** The value as it is kept; a UserError beside its field when it is none of this type. */
        String checked(String text) {
            try {
                if (value(text) instanceof BigDecimal number && number.signum() < 0 || type.equals("boolean") && !text.strip().matches("true|false")) {
                    throw new NumberFormatException();
                }
                return text.strip();
            } catch (NumberFormatException e) {
                throw UserError.of(name, type.equals("boolean") ? "Write true or false." : "Write a number, 0 or more" + (standard.isBlank() ? "; empty for no limit." : "."));
            }
        }
    }

    /** Reads the header; variants are the files for newer servers by their major version, and under 0 the file for all others. */
    static Check read(Sql sql, String name, Map<Integer, String> variants) {
        var help = new ArrayList<String>();
        var settings = new HashMap<String, String>();
        var thresholds = new ArrayList<Threshold>();
        var header = sql.get(variants.get(0)).lines().takeWhile(line -> line.startsWith("-- ")).toList();
        for (var line : header.subList(1, header.size())) {
            var threshold = THRESHOLD.matcher(line);
            var setting = SETTING.matcher(line);
            if (threshold.matches()) {
                thresholds.add(new Threshold(threshold.group(1), threshold.group(2), threshold.group(3), threshold.group(4)));
            } else if (setting.matches()) {
                settings.put(setting.group(1), setting.group(2).strip());
            } else {
                help.add(line.substring(3));
            }
        }
        var series = settings.get("series");
        return new Check(name, header.get(0).substring(3), String.join(" ", help), "server".equals(settings.get("scope")), "store".equals(settings.get("reads")),
            sql.get(variants.get(0)).contains(":at::"), series == null ? List.of() : List.of(series.split(", *")), "pg_monitor".equals(settings.get("needs")), List.copyOf(thresholds), Map.copyOf(variants));
    }

    /** All checks, by name. */
    static Map<String, Check> all(Sql sql) {
        var files = new LinkedHashMap<String, Map<Integer, String>>();
        for (var file : sql.names("check")) {
            var parts = file.split("\\.pg");
            files.computeIfAbsent(parts[0], n -> new HashMap<>()).put(parts.length == 1 ? 0 : Integer.parseInt(parts[1]), "check/" + file);
        }
        var all = new LinkedHashMap<String, Check>();
        files.forEach((name, variants) -> all.put(name, read(sql, name, variants)));
        return all;
    }

    /** The file for a server of this major version. */
    String file(int major) {
        return variants.get(variants.keySet().stream().filter(v -> v <= major).max(Integer::compare).orElseThrow());
    }

    public String scope() {
        return server ? "server" : "database";
    }

    public Threshold threshold(String name) {
        return thresholds.stream().filter(t -> t.name.equals(name)).findFirst().orElseThrow(() -> UserError.notFound("The threshold " + name));
    }

    /** Every threshold's value, the default where nothing else is set. */
    public Map<String, String> values(Map<String, String> changed) {
        var values = new LinkedHashMap<String, String>();
        thresholds.forEach(t -> values.put(t.name, changed.getOrDefault(t.name, t.standard)));
        return values;
    }

    /** The first limit in words, for a verdict that has nothing else to say. */
    String limit(Map<String, String> changed) {
        var values = values(changed);
        var first = values.get("warning").isBlank() ? threshold("critical") : threshold("warning");
        var help = first.help.matches("\\p{Lu}\\p{Ll}.*") ? first.help.substring(0, 1).toLowerCase(Locale.ROOT) + first.help.substring(1) : first.help;
        var limit = values.get(first.name);
        return limit.isBlank() ? "no limit is set" : "limit " + (limit.matches("\\d{5,15}") ? String.format(Locale.ROOT, "%,d", Long.valueOf(limit)) : limit) + " " + help;
    }

    Map<String, Object> bound(Map<String, String> changed) {
        var bound = new HashMap<String, Object>();
        thresholds.forEach(t -> bound.put(t.name, t.value(changed.getOrDefault(t.name, t.standard))));
        return bound;
    }
}
