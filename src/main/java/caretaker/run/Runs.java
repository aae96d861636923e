package caretaker.run;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Json;
import caretaker.db.Store;
import caretaker.plan.Handling;
import caretaker.plan.Plan;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The maintenance log, and the runs in it, as the store keeps them. */
public final class Runs {
    private final Store store;
    private final Databases databases;
    private final Node node;
    private final InstantSource clock;

    public Runs(Store store, Databases databases, Node node, InstantSource clock) {
        this.store = store;
        this.databases = databases;
        this.node = node;
        this.clock = clock;
    }

    /** A statement or stage of a run, as the store keeps it. */
    public record StepRow(int no, String title, String statement, String status, Long rows, Instant startedAt, Instant endedAt, String message) {}

    /** A batch copied from the ledger; relation is the partition or null, restMs how long its worker rested afterwards. */
    public record BatchRow(int no, long rows, int ms, String fromKey, String toKey, Instant at, String slowedBy, String relation, int worker, int restMs,
                           String file, Long fileBytes) {}

    /** What people want of a run under way; nulls are no wishes. */
    public record Orders(String stopRequestedBy, String speed, String databaseStoppedBy) {}

    /** Queues the run of a plan; a second call with the same plan gives the first run's id. Throws a UserError when the plan may not run. */
    public long queue(Plan plan, String person, String why, Long parentId, Long routineId, Instant dueAt) {
        var known = ofPlan(plan.id());
        if (known.isPresent()) {
            return known.get();
        }
        if (plan.refusal() != null) {
            throw UserError.refused(plan.refusal());
        }
        if (plan.expired(clock.instant())) {
            throw UserError.refused("The plan has expired: what it counted is more than a day old. Preview again.");
        }
        var database = databases.byId(plan.databaseId());
        if (database.stopped() != null) {
            throw UserError.refused(database.stopped());
        }
        // What a routine runs was approved with the first real run of this version of the policy.
        if (database.approval() && plan.destructive() && routineId == null && plan.approvedBy() == null) {
            throw UserError.refused("In " + database.name() + " a second person has to approve what removes rows. Plan " + plan.id() + " waits for that.");
        }
        var details = new HashMap<String, Object>();
        if (why != null && !why.isBlank()) {
            details.put("why", why.trim());
        }
        var entry = new Entry(plan.kind(), plan.title(), person, database.id(), database.name(), database.environment(), plan.target(), plan.policyId(),
            plan.content().policyName(), routineId, parentId, dueAt, plan.rows(), null, details);
        return add(entry, "queued", plan.id(), null).orElseGet(() -> ofPlan(plan.id()).orElseThrow());
    }

    /** The run of a plan, when it was started already. */
    public Optional<Long> ofPlan(long planId) {
        return store.first("own/log_of_plan", Long.class, Map.of("plan_id", planId));
    }

    /** Opens the entry of a routine that begins to work; close() ends it. */
    public long open(Entry entry) {
        return add(entry, "running", null, node.name()).orElseThrow();
    }

    /** Writes down what did not happen (skipped, deferred, missed, refused) or a small task that is done. */
    public long record(Entry entry, String status) {
        return add(entry, status, null, null).orElseThrow();
    }

    /** An entry of a database, with the rest to be filled in. */
    public static Entry entry(Database database, String type, String title, String person, String reason) {
        return new Entry(type, title, person, database.id(), database.name(), database.environment(), null, null, null, null, null, null, null, reason, Map.of());
    }

    /** Ends an entry that this console has open with its outcome; what another console has by now is left alone. */
    public void close(long id, String status, String reason, Map<String, Object> details) {
        close(id, null, status, reason, details, Journal.Sum.UNKNOWN);
    }

    /** The same for a run; one that was resumed meanwhile is left alone too. */
    void close(Run run, String status, String reason, Map<String, Object> details, Journal.Sum sum) {
        close(run.id(), run.resumed(), status, reason, details, sum);
    }

    private void close(long id, Integer resumed, String status, String reason, Map<String, Object> details, Journal.Sum sum) {
        var args = new HashMap<String, Object>(Map.of("id", id, "status", status, "at", clock.instant(), "details", Json.write(details), "node", node.name()));
        args.put("resumed", resumed);
        args.put("reason", reason);
        args.put("done_rows", sum.rows());
        args.put("batches", sum.batches());
        args.put("done_bytes", sum.bytes());
        store.update("own/log_close", args);
    }

    public Run byId(long id) {
        return store.first("own/log_get", Run.class, Map.of("id", id)).orElseThrow(() -> UserError.notFound("Run " + id));
    }

    public List<Run> children(long id) {
        return store.list("own/log_children", Run.class, Map.of("id", id));
    }

    public List<StepRow> steps(long id) {
        return store.list("own/step_list", StepRow.class, Map.of("log_id", id));
    }

    /** The last batches, newest first. */
    public List<BatchRow> batches(long id, int count) {
        return store.list("own/batch_list", BatchRow.class, Map.of("log_id", id, "count", count));
    }

    public List<Long> queued() {
        return store.list("own/log_queued", Long.class);
    }

    /** Asks a run to stop after its batch. Throws a UserError when it has ended. */
    public void stop(long id, String person) {
        byId(id);
        if (store.update("own/log_stop", Map.of("id", id, "person", person, "at", clock.instant())) == 0) {
            throw UserError.refused("The run has ended already.");
        }
    }

    /** Puts a run that did not finish back into the queue. Throws a UserError when it may not be resumed. */
    public void resume(long id, String person) {
        var note = Json.write(Map.of("at", clock.instant().toString(), "by", person));
        if (store.update("own/log_resume", Map.of("id", id, "resumed", note, "oldest", clock.instant().minus(Run.RESUME_LIMIT))) == 0) {
            throw UserError.refused("Only a run that was stopped, failed, was interrupted or left a remainder can be resumed, within seven days of its start.");
        }
    }

    /** Where a run under way writes down how it goes. */
    Journal journal() {
        return new Journal(store, node);
    }

    Optional<Run> claim(long id) {
        return store.first("own/log_claim", Run.class, Map.of("id", id, "node", node.name(), "at", clock.instant()));
    }

    /** Takes a lost run from its console; false when somebody else did, or it has ended. */
    boolean adopt(Run run) {
        var args = new HashMap<String, Object>(Map.of("id", run.id(), "node", node.name()));
        args.put("owner", run.node());
        return store.first("own/log_adopt", Long.class, args).isPresent();
    }

    List<Run> running() {
        return store.list("own/log_running", Run.class);
    }

    /** Turns the dial of a run that waits or works. Throws a UserError when it has ended. */
    public void speed(long id, String speed) {
        byId(id);
        if (!Handling.SPEEDS.contains(speed)) {
            throw UserError.of("speed", "The speed is one of " + String.join(", ", Handling.SPEEDS) + ".");
        }
        if (store.update("own/log_speed", Map.of("id", id, "speed", speed)) == 0) {
            throw UserError.refused("The run has ended already.");
        }
    }

    private Optional<Long> add(Entry entry, String status, Long planId, String owner) {
        var now = clock.instant();
        boolean going = status.equals("queued") || status.equals("running");
        var args = new HashMap<String, Object>(Map.of("maintenance_type", entry.type(), "started_at", now, "details", Json.write(entry.details()),
            "status", status, "person", entry.person(), "title", entry.title()));
        args.put("ended_at", going ? null : now);
        args.put("database_id", entry.databaseId());
        args.put("database_name", entry.databaseName());
        args.put("environment", entry.environment());
        args.put("target", entry.target());
        args.put("plan_id", planId);
        args.put("policy_id", entry.policyId());
        args.put("policy_name", entry.policyName());
        args.put("routine_id", entry.routineId());
        args.put("parent_id", entry.parentId());
        args.put("due_at", entry.dueAt());
        args.put("planned_rows", entry.plannedRows());
        args.put("reason", entry.reason());
        args.put("node", owner);
        return store.first("own/log_add", Long.class, args);
    }
}
