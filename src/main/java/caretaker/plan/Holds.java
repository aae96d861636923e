package caretaker.plan;

import caretaker.UserError;
import caretaker.db.Databases;
import caretaker.db.Json;
import caretaker.db.Quote;
import caretaker.db.Store;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.observe.Table;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Legal holds: rows that stay whatever a policy says. They stand in the condition of every deleting statement, asked anew for each batch. */
public final class Holds {
    private final Store store;
    private final Databases databases;
    private final Targets targets;
    private final InstantSource clock;

    public Holds(Store store, Databases databases, Targets targets, InstantSource clock) {
        this.store = store;
        this.databases = databases;
        this.targets = targets;
        this.clock = clock;
    }

    /** A hold on rows of a table and of its partitions and archive; no conditions: on all of them; until null: until it is lifted. */
    public record Hold(long id, long databaseId, String databaseName, String schemaName, String tableName, List<Condition> conditions, String reason,
                       LocalDate until, String createdBy, Instant createdAt, String liftedBy, Instant liftedAt) {
        public String target() {
            return Table.display(schemaName, tableName);
        }

        public boolean active(LocalDate today) {
            return liftedAt == null && (until == null || !until.isBefore(today));
        }

        /** What it keeps, as SQL after an "and"; leaves: of the rows of these relations only, told by their oids, which a new name does not change. */
        private String sql(Table table, String leaves) {
            var kept = conditions.isEmpty() ? "false" : "(" + conditions.stream().map(c -> c.sql(table)).collect(Collectors.joining(" and ")) + ") is not true";
            return "\n   and " + (leaves.isEmpty() ? kept
                : "(tableoid operator(pg_catalog.<>) all (" + Quote.literal("{" + leaves + "}") + "::pg_catalog.oid[]) or " + kept + ")");
        }
    }

    /** What holds keep of one table, asked from the store each time. */
    public final class Guard {
        private final long databaseId;
        private final Table table;
        private final Kin kin;
        private final List<Kin.Follower> followers;

        private Guard(long databaseId, Table table, Kin kin, List<Kin.Follower> followers) {
            this.databaseId = databaseId;
            this.table = table;
            this.kin = kin;
            this.followers = followers;
        }

        /** As SQL, each hold after an "and"; empty when there is none. Throws a UserError when a hold names a column that the table lacks. */
        public String sql() {
            return sql(active(databaseId));
        }

        /** The same for rows that are deleted next. Throws a UserError when rows would follow that are held themselves. */
        public String binding() {
            var now = active(databaseId);
            refusal(now).ifPresent(sentence -> {
                throw UserError.refused(sentence);
            });
            return sql(now);
        }

        /** Why no row may be deleted now: others would follow that are held; empty when none would. */
        public Optional<String> refusal() {
            return refusal(active(databaseId));
        }

        private String sql(List<Hold> now) {
            return now.stream().filter(h -> kin.has(h.target())).map(h -> h.sql(table, kin.leaves(h.target()))).collect(Collectors.joining());
        }

        private Optional<String> refusal(List<Hold> now) {
            return followers.stream().flatMap(f -> now.stream().filter(h -> f.kin().has(h.target())).map(h -> "Rows of " + f.words()
                + " would follow, but a legal hold on " + h.target() + " keeps rows there (" + h.reason() + ").")).findFirst();
        }
    }

    /** All holds of a database, or of all with null; the newest first. */
    public List<Hold> list(Long databaseId) {
        var args = new HashMap<String, Object>();
        args.put("database_id", databaseId);
        return store.list("own/hold_list", Row.class, args).stream().map(Row::hold).toList();
    }

    /** Those of a database that hold now. */
    public List<Hold> active(long databaseId) {
        var all = list(databaseId);
        if (all.isEmpty()) {
            return all;
        }
        var today = today(databaseId);
        return all.stream().filter(h -> h.active(today)).toList();
    }

    /** The holds of now that name this table. */
    public List<Hold> on(long databaseId, String table) {
        return active(databaseId).stream().filter(h -> h.target().equals(table)).toList();
    }

    /**
     * The guard of a table: holds on itself, on a table it is a partition of, on its partitions, and, for an archive, on the table its rows came from; and on tables
     * whose rows are deleted or lose their link with its own. What lies further down such a chain no batch may touch anyway.
     */
    public Guard guard(long databaseId, Target target, Connection connection, Table table) {
        return new Guard(databaseId, table, Kin.of(target, connection, table), Kin.followers(target, connection, table));
    }

    /**
     * Adds a hold and waits for batches that were begun before it, so that afterwards it holds for good. Throws a UserError at the field that is
     * wrong; a database that does not answer is a TargetError, and the hold is kept.
     */
    public long add(long databaseId, String name, List<Condition> conditions, String reason, LocalDate until, String person) {
        if (reason == null || reason.isBlank()) {
            throw UserError.of("reason", "Say why these rows must stay: a case number, a request, a law.");
        }
        if (until != null && until.isBefore(today(databaseId))) {
            throw UserError.of("until", "The hold would have ended before it began.");
        }
        var names = Table.split(name == null ? "" : name);
        var target = targets.of(databaseId);
        var table = Table.find(target, names[0], names[1]).orElseThrow(() -> UserError.of("table",
            "The database " + target.database().name() + " has no table " + Table.display(names[0], names[1]) + "."));
        probe(target, table, conditions);
        var args = new HashMap<String, Object>(Map.of("database_id", databaseId, "schema_name", names[0], "table_name", names[1],
            "conditions", Json.write(conditions), "reason", reason.trim(), "person", person, "at", clock.instant()));
        args.put("until", until);
        long id = store.one("own/hold_add", Long.class, args);
        settle(target);
        return id;
    }

    /** Lifts a hold; its history stays. */
    public void lift(long id, String person) {
        if (store.update("own/hold_lift", Map.of("id", id, "person", person, "at", clock.instant())) == 0) {
            throw UserError.notFound("Hold " + id);
        }
    }

    private LocalDate today(long databaseId) {
        return LocalDate.ofInstant(clock.instant(), databases.byId(databaseId).zoneId());
    }

    /** PostgreSQL itself reads the values of the conditions. */
    static void probe(Target target, Table table, List<Condition> conditions) {
        var where = conditions.stream().map(c -> "\n   and " + c.sql(table)).collect(Collectors.joining());
        try {
            target.reading(c -> c.createStatement().execute("select 1 from " + table.quoted() + " where true" + where + " limit 0"), Duration.ofSeconds(5));
        } catch (TargetError e) {
            if (e.sqlState().startsWith("22") || e.sqlState().startsWith("42") && !e.sqlState().equals("42501")) {
                throw UserError.of("where", "PostgreSQL cannot read the condition: " + e.sentence() + ".");
            }
            throw e;
        }
    }

    /** A batch that began before the hold was written holds its run's row until it has committed; the next one sees the hold. */
    private static void settle(Target target) {
        if (target.read("observe/ground", Ground.class, Map.of()).get(0).ledgerVersion() > 0) {
            target.working(connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute("set local lock_timeout = '30s'");
                }
                return target.read(connection, "own/ledger_wait", String.class, Map.of());
            });
        }
    }

    /** A hold as the store gives it. */
    public record Row(long id, long databaseId, String databaseName, String schemaName, String tableName, JsonNode conditions, String reason,
                      LocalDate until, String createdBy, Instant createdAt, String liftedBy, Instant liftedAt) {
        Hold hold() {
            return new Hold(id, databaseId, databaseName, schemaName, tableName, new ArrayList<>(List.of(Json.read(conditions, Condition[].class))),
                reason, until, createdBy, createdAt, liftedBy, liftedAt);
        }
    }
}
