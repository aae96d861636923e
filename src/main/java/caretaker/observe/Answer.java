package caretaker.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a check was answered: the worst severity found, what could not be told and the grant that would end that, the measured values in words, and what
 * was found. unknown and findings may stand side by side.
 */
public record Answer(String severity, String unknown, String grant, String detail, List<Finding> findings) {

    /**
     * A row of a check. Severity ok carries words about what is well; unknown carries why it cannot be told. remedy is a kind of task, or null; with the
     * parameters the statement is written.
     */
    public record Finding(String severity, String target, BigDecimal measure, String unit, String detail, String remedy, JsonNode remedyParams) {}

    static Answer unknown(String why, String grant) {
        return new Answer("unknown", why, grant, null, List.of());
    }

    static Answer of(List<Finding> rows) {
        var found = rows.stream().filter(r -> r.severity.equals("warning") || r.severity.equals("critical")).toList();
        var unknown = words(rows, "unknown");
        var severity = found.stream().anyMatch(f -> f.severity.equals("critical")) ? "critical" : !found.isEmpty() ? "warning" : unknown != null ? "unknown" : "ok";
        return new Answer(severity, unknown, null, words(rows, "ok"), found);
    }

    private static String words(List<Finding> rows, String severity) {
        return rows.stream().filter(r -> r.severity.equals(severity)).map(Finding::detail).distinct()
            .collect(Collectors.collectingAndThen(Collectors.joining("\n"), all -> all.isEmpty() ? null : all));
    }
}
