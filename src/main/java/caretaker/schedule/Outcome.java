package caretaker.schedule;

import caretaker.run.Run;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the tasks of a routine come to: one status, one sentence, and the list of them for the log. */
record Outcome(String status, String reason, Map<String, Object> details) {

    static Outcome of(List<Run> tasks) {
        var failed = tasks.stream().filter(t -> List.of("failed", "interrupted").contains(t.status())).findFirst();
        var open = tasks.stream().filter(t -> !settled(t)).toList();
        var same = tasks.stream().map(Run::status).distinct().toList();
        boolean none = same.equals(List.of("refused")) || same.equals(List.of("skipped"));
        var status = failed.isPresent() ? "failed" : open.isEmpty() ? "done" : none ? same.get(0) : "done_with_remainder";
        var summary = summary(tasks);
        var first = failed.or(() -> open.stream().filter(t -> t.reason() != null).findFirst());
        var reason = open.isEmpty() ? null : summary + first.map(t -> "; " + t.title() + ": " + t.reason()).orElse("");
        var details = new LinkedHashMap<String, Object>();
        details.put("summary", summary);
        details.put("tasks", tasks.stream().map(Outcome::line).toList());
        failed.ifPresent(t -> details.put("error", t.title() + ": " + t.reason()));
        return new Outcome(status, reason, details);
    }

    /** Done, or nothing to be done: a policy that keeps its rows for good is skipped by design. */
    private static boolean settled(Run task) {
        return task.status().equals("done") || task.status().equals("skipped") && task.policyId() != null;
    }

    private static String summary(List<Run> tasks) {
        var done = tasks.stream().filter(Outcome::settled).count();
        var rows = tasks.stream().mapToLong(t -> t.doneRows() == null ? 0 : t.doneRows()).sum();
        return (done == tasks.size() ? done + (done == 1 ? " task" : " tasks") : done + " of " + tasks.size() + " tasks")
            + (rows == 0 ? "" : ", " + String.format("%,d", rows) + (rows == 1 ? " row" : " rows"));
    }

    private static Map<String, Object> line(Run task) {
        var line = new LinkedHashMap<String, Object>();
        line.put("entry", task.id());
        line.put("title", task.title());
        line.put("status", task.status());
        line.put("rows", task.doneRows());
        line.put("duration_ms", task.endedAt() == null ? null : Duration.between(task.startedAt(), task.endedAt()).toMillis());
        line.put("reason", task.reason());
        return line;
    }
}
