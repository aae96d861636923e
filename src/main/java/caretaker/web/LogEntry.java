package caretaker.web;

import caretaker.db.Json;
import caretaker.run.Run;
import caretaker.run.Runs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One entry of the log in the order in which such logs are kept: date, type, who, how long, tasks completed, issues found, next actions, notes. */
public record LogEntry(Run run, String zone, String plannedBy, List<Task> tasks, List<Note> written) {
    private static final Map<String, String> WORDS = Map.of("install", "Install", "cleanup_statistics", "Cleanup statistics");

    /** A task of the entry. detail says what it came to, id is the entry or run behind it, or null for a step. */
    public record Task(String status, String title, Long rows, String detail, Instant startedAt, Instant endedAt, Long id, boolean moved) {
        static Task of(Run run) {
            return new Task(run.status(), run.title(), run.doneRows(), run.reason(), run.startedAt(), run.endedAt(), run.id(), run.planId() != null);
        }

        static Task of(Runs.StepRow step) {
            return new Task(step.status(), step.title(), step.rows(), step.message(), step.startedAt(), step.endedAt(), null, false);
        }

        boolean well() {
            return List.of("done", "queued", "running").contains(status);
        }
    }

    /** What somebody wrote: a note, an issue or an action. */
    public record Note(long id, String kind, String body, String person, Instant at, String doneBy, Instant doneAt) {}

    /** A line of the cleanup statistics that an entry holds. */
    public record Counted(String policy, String table, Long totalRows, Long dueRows, String oldest, Long tableBytes, String error) {}

    /** An issue: found by Caretaker itself when person is null. */
    public record Issue(String text, String person, Instant at) {}

    /** The kind as people write it. */
    static String word(String type) {
        return WORDS.getOrDefault(type, type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1).replace('_', ' '));
    }

    /** Without the prefix that tells routines and the command line from people. */
    static String who(String person) {
        return person.startsWith("routine:") ? "routine " + person.substring(8) : person.startsWith("cli:") ? person.substring(4) + " on the command line" : person;
    }

    public String kind() {
        return run.maintenanceType().equals("routine") && run.details().hasNonNull("rhythm") ? word(run.details().get("rhythm").asText()) : word(run.maintenanceType());
    }

    public String by() {
        var approved = plannedBy == null || plannedBy.equals(run.person()) ? "" : ", plan previewed by " + who(plannedBy);
        return who(run.person()) + approved;
    }

    public String routine() {
        return run.maintenanceType().equals("routine") ? run.title() : null;
    }

    /** What went wrong by itself, then what people found. */
    public List<Issue> issues() {
        var issues = new ArrayList<Issue>();
        if (run.reason() != null && !run.status().equals("done") && tasks.stream().noneMatch(t -> t.detail() != null)) {
            issues.add(new Issue(run.reason(), null, run.endedAt()));
        }
        tasks.stream().filter(t -> !t.well() && t.detail() != null).forEach(t -> issues.add(new Issue(t.title() + ": " + t.detail(), null, t.endedAt())));
        written.stream().filter(n -> n.kind().equals("issue")).forEach(n -> issues.add(new Issue(n.body(), n.person(), n.at())));
        return issues;
    }

    /** The cleanup statistics of this entry; empty for other tasks. */
    public List<Counted> cleanup() {
        return run.details().hasNonNull("cleanup") ? run.details().get("cleanup").valueStream().map(n -> Json.read(n, Counted.class)).toList() : List.of();
    }

    public List<Note> actions() {
        return written.stream().filter(n -> n.kind().equals("action")).toList();
    }

    public List<Note> notes() {
        return written.stream().filter(n -> n.kind().equals("note")).toList();
    }

    /** How many tasks are done, for the mark: "5 of 7". */
    public String share() {
        var done = tasks.stream().filter(t -> t.status().equals("done")).count();
        return tasks.size() < 2 || done == tasks.size() ? "" : ", " + done + " of " + tasks.size();
    }
}
