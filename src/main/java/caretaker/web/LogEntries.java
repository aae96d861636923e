package caretaker.web;

import caretaker.UserError;
import caretaker.db.Databases;
import caretaker.db.Store;
import caretaker.plan.Plans;
import caretaker.run.Run;
import caretaker.run.Runs;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Entries of the log, put together from what the store keeps apart: the run, its steps or tasks, and what people wrote on it. */
final class LogEntries {
    private static final List<String> KINDS = List.of("note", "issue", "action");
    private final Store store;
    private final Runs runs;
    private final Plans plans;
    private final Databases databases;
    private final InstantSource clock;

    LogEntries(Store store, Runs runs, Plans plans, Databases databases, InstantSource clock) {
        this.store = store;
        this.runs = runs;
        this.plans = plans;
        this.databases = databases;
        this.clock = clock;
    }

    LogEntry get(long id) {
        var run = runs.byId(id);
        var zone = databases.list().stream().filter(d -> Long.valueOf(d.id()).equals(run.databaseId())).findFirst().map(d -> d.zone()).orElse("UTC");
        var plannedBy = run.planId() == null ? null : plans.find(run.planId()).map(p -> p.createdBy()).orElse(null);
        var tasks = tasks(run);
        return new LogEntry(run, zone, plannedBy, tasks, store.list("own/note_list", LogEntry.Note.class, Map.of("log_id", id)));
    }

    void write(long id, String kind, String body, String person) {
        if (!KINDS.contains(kind)) {
            throw UserError.of("kind", "Choose a note, an issue found or a next action.");
        }
        runs.byId(id);
        store.update("own/note_add", Map.of("log_id", id, "kind", kind, "body", body, "person", person, "now", clock.instant()));
    }

    void tick(long id, long note, String person) {
        store.update("own/note_done", Map.of("log_id", id, "id", note, "person", person, "now", clock.instant()));
    }

    private List<LogEntry.Task> tasks(Run run) {
        if (run.maintenanceType().equals("routine")) {
            return runs.children(run.id()).stream().map(LogEntry.Task::of).toList();
        }
        var steps = runs.steps(run.id()).stream().map(LogEntry.Task::of).toList();
        return steps.isEmpty() && !run.going() ? List.of(LogEntry.Task.of(run)) : steps;
    }
}
