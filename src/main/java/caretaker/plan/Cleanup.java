package caretaker.plan;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Quote;
import caretaker.db.Store;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.observe.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Counts what each policy would clean up now and keeps the newest count, so that the page is instant and says how old it is. */
public final class Cleanup {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private final Store store;
    private final Databases databases;
    private final Targets targets;
    private final Policies policies;
    private final Holds holds;
    private final InstantSource clock;

    public Cleanup(Store store, Databases databases, Targets targets, Policies policies, Holds holds, InstantSource clock) {
        this.store = store;
        this.databases = databases;
        this.targets = targets;
        this.policies = policies;
        this.holds = holds;
        this.clock = clock;
    }

    /** A line of the cleanup page. Nulls are unknown or, before the first count, not yet counted; error is then PostgreSQL's sentence. */
    public record Row(long policyId, String policyName, long databaseId, String databaseName, String environment, String zone, String schemaName,
                      String tableName, String keep, Boolean current, Instant takenAt, Integer tookMs, Long totalRows, Long dueRows, Boolean dueExact,
                      Long dueBytes, String oldest, Instant oldestAt, Long tableBytes, String error, Long lastRunId, String lastStatus, Instant lastRunAt,
                      Long lastRows, String lastReason, Long goingRunId) {}

    /** The statistics of one database's policies, or of all with null. */
    public List<Row> list(Long databaseId) {
        var args = new HashMap<String, Object>();
        args.put("database_id", databaseId);
        return store.list("observe/cleanup", Row.class, args);
    }

    /** Counts all policies of a database, one after the other. */
    public void measureAll(long databaseId) {
        var all = policies.list(databaseId);
        try {
            targets.of(databaseId).reading(connection -> null, LIMIT);
        } catch (TargetError e) {
            all.forEach(policy -> save(policy, unknown(e.sentence()), 0)); // one wait for a server that does not answer, not one for each policy
            return;
        }
        all.forEach(this::measure);
    }

    /** Counts what the policies of a table would clean up. */
    public void measure(long databaseId, String table) {
        policies.list(databaseId).stream().filter(p -> p.target().equals(table)).forEach(this::measure);
    }

    public void measure(long policyId) {
        policies.list().stream().filter(p -> p.id() == policyId).forEach(this::measure);
    }

    /** Counts one policy within its time limit; what fails is kept as the reason why the number is unknown. */
    public void measure(Policy policy) {
        long started = System.nanoTime();
        var found = unknown(null);
        try {
            var target = targets.of(policy.databaseId());
            var database = databases.byId(policy.databaseId());
            target.reading(connection -> {
                count(policy, database, target, connection, found);
                return null;
            }, LIMIT);
        } catch (TargetError e) {
            found.put("error", e.sqlState().equals("57014") ? "Counting took longer than " + LIMIT.toSeconds() + " s." : e.sentence());
        } catch (UserError e) {
            found.put("error", e.getMessage());
        }
        save(policy, found, (int) ((System.nanoTime() - started) / 1_000_000));
    }

    private void save(Policy policy, Map<String, Object> found, int tookMs) {
        found.put("policy_id", policy.id());
        found.put("policy_version", policy.version());
        found.put("taken_at", clock.instant());
        found.put("took_ms", tookMs);
        store.update("own/cleanup_save", found);
    }

    private static Map<String, Object> unknown(String error) {
        var found = new HashMap<String, Object>();
        for (var name : List.of("total_rows", "due_rows", "due_exact", "due_bytes", "oldest", "oldest_at", "table_bytes")) {
            found.put(name, null);
        }
        found.put("error", error);
        return found;
    }

    private void count(Policy policy, Database database, Target target, Connection connection, Map<String, Object> found) throws SQLException {
        var table = Table.find(target, connection, policy.schemaName(), policy.tableName())
            .orElseThrow(() -> UserError.notFound("The table " + policy.target()));
        var column = table.column(policy.columnName()).filter(Table.Column::isTime)
            .orElseThrow(() -> UserError.notFound("The time column " + policy.columnName() + " of " + policy.target()));
        found.put("total_rows", table.estimatedRows());
        found.put("table_bytes", table.totalBytes());
        var counting = new Counting(table, column);
        var zone = policy.zone() == null ? database.zone() : policy.zone();
        if (policy.keepsForever()) {
            return;
        }
        var cutoff = Cutoff.of(clock.instant(), Keep.parse(policy.keep()), ZoneId.of(zone), policy.align(), column.base());
        var name = Quote.name(column.name());
        var where = counting.conditions(policy.conditions()) + holds.guard(policy.databaseId(), target, connection, table).sql(); // what is held is not overdue
        var due = counting.matches(connection, name + " > " + cutoff.lowest() + " and " + name + " < " + cutoff.literal() + where);
        found.put("due_rows", due.rows());
        found.put("due_exact", true);
        long rows = Math.max(1, Math.max(due.rows(), Objects.requireNonNullElse(table.estimatedRows(), 0L)));
        found.put("due_bytes", (long) ((double) table.totalBytes() * due.rows() / rows));
        var oldest = due.oldest() != null ? due.oldest() : counting.matches(connection, name + " > " + cutoff.lowest() + where).oldest();
        found.put("oldest", oldest);
        found.put("oldest_at", oldest == null ? null : Counting.instant(oldest, column.base(), ZoneId.of(zone)));
    }
}
