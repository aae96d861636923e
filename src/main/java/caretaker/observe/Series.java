package caretaker.observe;

import caretaker.db.Sql;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One question of the collector, a file sql/collect/NAME.sql, as its header describes it; variants for newer servers are NAME.pg17.sql.
 * A file that does not say how often it is asked is no series.
 */
public record Series(String name, String title, Duration every, Duration limit, boolean ofServer, String extension, List<String> key,
                     List<String> history, Map<String, String> parameters) {
    private static final Pattern SETTING = Pattern.compile("-- (every|limit|scope|needs|key|history): +(.+)");
    private static final Pattern PARAMETER = Pattern.compile("-- :(\\w+) +\\w+ +<([^>]*)> .*");
    private static final Pattern SPAN = Pattern.compile("(\\d+) (s|seconds?|minutes?|hours?|days?)");
    private static final Pattern VARIANT = Pattern.compile("(.+)\\.pg(\\d+)");

    /** All of them, by name. */
    public static List<Series> all(Sql sql) {
        return sql.names("collect").stream().filter(name -> !VARIANT.matcher(name).matches()).map(name -> read(name, sql.get("collect/" + name)))
            .filter(s -> s.every != null).toList();
    }

    static Series read(String name, String text) {
        var head = text.lines().takeWhile(line -> line.startsWith("--")).toList();
        var settings = new HashMap<String, String>();
        var parameters = new HashMap<String, String>();
        for (var line : head) {
            var setting = SETTING.matcher(line);
            if (setting.matches()) {
                settings.put(setting.group(1), setting.group(2).trim());
            }
            var parameter = PARAMETER.matcher(line);
            if (parameter.matches()) {
                parameters.put(parameter.group(1), parameter.group(2));
            }
        }
        var scope = settings.getOrDefault("scope", "database");
        if (!scope.matches("database|server")) {
            throw new IllegalStateException("sql/collect/" + name + ".sql: the scope is database or server, not " + scope);
        }
        return new Series(name, head.get(0).substring(3), span(settings.get("every")), span(settings.getOrDefault("limit", "10 s")), scope.equals("server"),
            settings.get("needs"), names(settings.get("key")), names(settings.get("history")), Map.copyOf(parameters));
    }

    /** The name of the file for a server of this major version: the highest variant that fits. */
    String file(Sql sql, int major) {
        var fitting = new TreeSet<Integer>();
        for (var file : sql.names("collect")) {
            var variant = VARIANT.matcher(file);
            if (variant.matches() && variant.group(1).equals(name) && Integer.parseInt(variant.group(2)) <= major) {
                fitting.add(Integer.valueOf(variant.group(2)));
            }
        }
        return "collect/" + name + (fitting.isEmpty() ? "" : ".pg" + fitting.last());
    }

    private static List<String> names(String text) {
        return text == null ? List.of() : Stream.of(text.split(",")).map(String::trim).toList();
    }

    private static Duration span(String text) {
        if (text == null) {
            return null;
        }
        var span = SPAN.matcher(text);
        if (!span.matches()) {
            throw new IllegalStateException("A time in a header reads like 5 minutes or 10 s, not " + text);
        }
        long count = Long.parseLong(span.group(1));
        return switch (span.group(2).charAt(0)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
