package caretaker.plan;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Quote;
import caretaker.db.Sql;
import caretaker.db.Target;
import caretaker.db.Targets;
import caretaker.observe.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Makes previews: everything a run will do, worked out against the live database without changing it, and stored. */
public final class Planner {
    static final Duration EXPIRY = Duration.ofHours(24);
    private static final int BATCH_ROWS = 500_000;
    private static final long FILE_BYTES = 64L << 20;
    private final Plans plans;
    private final Databases databases;
    private final Targets targets;
    private final Holds holds;
    private final Sql sql;
    private final InstantSource clock;

    public Planner(Plans plans, Databases databases, Targets targets, Holds holds, Sql sql, InstantSource clock) {
        this.plans = plans;
        this.databases = databases;
        this.targets = targets;
        this.holds = holds;
        this.sql = sql;
        this.clock = clock;
    }

    /** Stores what this policy, with these overrides, would do now. A plan that may not run is stored too and carries its refusal. */
    public Plan preview(Policy policy, Overrides overrides, String person) {
        var keep = Keep.parse(Objects.requireNonNullElse(overrides.keep(), policy.keep()));
        if (keep.forever()) {
            throw UserError.of("keep", "The policy " + policy.name() + " keeps its rows for good; there is nothing to preview.");
        }
        if (overrides.batch() != null && (overrides.batch() < 1 || overrides.batch() > 1_000_000)) {
            throw UserError.of("batch", "A batch has between 1 and 1,000,000 rows.");
        }
        var database = databases.byId(policy.databaseId());
        var target = targets.of(database);
        return target.reading(connection -> {
            var names = overrides.table() == null ? new String[] {policy.schemaName(), policy.tableName()} : Table.split(overrides.table());
            var table = Table.find(target, connection, names[0], names[1]).orElseThrow(() -> UserError.of("table",
                "The database " + database.name() + " has no table " + Table.display(names[0], names[1]) + "."));
            var ground = Ground.of(target, connection);
            return plans.add(plan(policy, overrides, keep, database, target, connection, table, ground, person));
        }, Duration.ofSeconds(10));
    }

    /** Stores the plan that installs, or brings up to date, the ledger in a database. */
    public Plan install(Database database, String person) {
        var target = targets.of(database);
        var ground = target.reading(c -> Ground.of(target, c), Duration.ofSeconds(5));
        var files = sql.names("target");
        var steps = files.stream().skip(ground.ledgerVersion()).map(name -> new Plan.Step("Apply " + name, sql.get("target/" + name))).toList();
        var refusal = ground.inRecovery() ? "This server is a standby and cannot be changed."
            : ground.ledgerVersion() >= Ground.NEWEST_LEDGER ? "The ledger is installed already; nothing is to be done."
            : ground.ledger() || ground.mayCreateSchema() ? null
            : "The login " + ground.login() + " may not create the schema caretaker: grant create on database "
                + Quote.name(ground.databaseName()) + " to " + Quote.name(ground.login()) + ".";
        var content = new Plan.Content((ground.ledger() ? "Brings the schema caretaker in " : "Creates the schema caretaker in ") + database.name() + (ground.ledger() ? " up to date: " : " with ")
            + "the ledger, two small tables in which each batch of each run is recorded in the same commit as its rows, and what everybody may ask there by SQL: "
            + "cleanup_statistics, monitor_storage_growth() and materialized_view_metadata. Nothing else in the database is touched.", false, Overrides.NONE, null, null, steps, List.of(), List.of(), List.of(),
            "drop schema caretaker cascade", null, database.name());
        return plans.add(new Plan(0, database.id(), "install", null, null, (ground.ledger() ? "Update the ledger in " : "Install the ledger in ") + database.name(), "caretaker", false, content, refusal,
            null, true, null, null, person, clock.instant(), clock.instant().plus(EXPIRY), null, null));
    }

    private Plan plan(Policy policy, Overrides overrides, Keep keep, Database database, Target target, Connection connection, Table table,
                      Ground ground, String person) throws SQLException {
        var column = table.column(policy.columnName()).filter(Table.Column::isTime).orElseThrow(() -> UserError.of("column",
            "The table " + table.display() + " has no date or timestamp column " + policy.columnName() + "."));
        var zone = ZoneId.of(policy.zone() == null ? database.zone() : policy.zone());
        var now = clock.instant();
        var cutoff = Cutoff.of(now, keep, zone, policy.align(), column.base());
        var counting = new Counting(table, column);
        var guard = holds.guard(database.id(), target, connection, table);
        var unsure = move(policy, overrides, target, connection, table, column, guard.sql(), cutoff, counting);
        var preflight = new Preflight(database, ground, table);
        var leaves = preflight.blind() ? null : Leaves.of(target, connection, ground, table, column, MoveSql.due(unsure));
        var move = leaves == null ? unsure : unsure.taking(leaves.all(), leaves.ownCode());
        var survey = Survey.take(target, connection, table, counting, move, policy, plans.rate(database.id(), table.display(), policy.id()), preflight.blind(),
            overrides.exact());
        var refusal = preflight.refusal().or(() -> leaves == null ? Optional.empty() : leaves.refusal()).or(() -> unexportable(policy, table)).or(() -> archiveRefusal(policy, target, connection, table, ground, move)).or(guard::refusal).or(survey::refusal);
        var ownCutoff = Cutoff.of(now, Keep.parse(policy.keep().equals("forever") ? "1000000 years" : policy.keep()), zone, policy.align(), column.base());
        var harsher = cutoff.instant().isAfter(ownCutoff.instant()) || !table.schemaName().equals(policy.schemaName()) || !table.tableName().equals(policy.tableName());
        if (!ground.durable()) {
            survey.warnings().add(new Plan.Warning("warning", "The server runs with fsync or full_page_writes off: a crash of its machine could lose rows from both places.", null, null));
        }
        var words = new Wording(policy, table, move, cutoff, survey.facts());
        var content = new Plan.Content(words.sentence(), overrides.keep() == null && overrides.table() == null, overrides, move.capped(survey.hardCap()), survey.facts(), steps(move), survey.warnings(), survey.effects(), survey.locks(), words.undo(),
            policy.name(), database.name());
        return new Plan(0, database.id(), policy.action(), policy.id(), policy.version(), words.title(), table.display(), harsher, content, refusal.orElse(null),
            survey.facts().matchingRows(), survey.facts().matchingExact(), survey.bytes(), cutoff.instant(), person, now, now.plus(EXPIRY), null, null);
    }

    private Plan.Move move(Policy policy, Overrides overrides, Target target, Connection connection, Table table, Table.Column column, String kept,
                           Cutoff cutoff, Counting counting) {
        // Generated values are kept as they are, not computed again by another day's function.
        var columns = table.columns().stream().map(Table.Column::name).toList();
        var archive = policy.archives() ? archive(policy, target, connection, table) : null;
        var export = policy.exports() ? new Plan.Export(policy.handling().compressionOrDefault()) : null;
        return new Plan.Move(table.oid(), table.schemaName(), table.tableName(), column.name(), column.base(), cutoff.literal(), cutoff.lowest(), cutoff.zone(),
            counting.conditions(policy.conditions()), kept, List.of(), columns, archive, export, batch(policy, overrides, table), Long.MAX_VALUE, policy.handling(),
            !table.triggers().isEmpty(), null);
    }

    /** The most rows of a batch; the time it takes keeps it far smaller on a slow server. A file is not to grow beyond what is read back in a moment. */
    private static int batch(Policy policy, Overrides overrides, Table table) {
        if (overrides.batch() != null) {
            return overrides.batch();
        }
        long rows = Math.max(1, Objects.requireNonNullElse(table.estimatedRows(), 0L));
        long rowBytes = Math.max(32, table.heapBytes() / rows);
        return policy.exports() ? (int) Math.max(1_000, Math.min(BATCH_ROWS, FILE_BYTES / rowBytes)) : BATCH_ROWS;
    }

    private Plan.Archive archive(Policy policy, Target target, Connection connection, Table table) {
        var schema = Objects.requireNonNullElse(policy.archiveSchema(), table.schemaName());
        var same = policy.tableName().equals(table.tableName()) && policy.schemaName().equals(table.schemaName());
        var name = policy.archiveTable() != null && same ? policy.archiveTable() : Archives.nameFor(table.tableName());
        var found = Table.find(target, connection, schema, name);
        var statements = found.map(f -> Archives.extend(table, f)).orElseGet(() -> Archives.create(table, schema, name));
        return new Plan.Archive(schema, name, found.map(Table::oid).orElse(null), statements, Archives.stamp(table));
    }

    private Optional<String> archiveRefusal(Policy policy, Target target, Connection connection, Table table, Ground ground, Plan.Move move) {
        if (move.archive() == null) {
            return Optional.empty();
        }
        var archive = move.archive();
        var found = Table.find(target, connection, archive.schema(), archive.table());
        if (found.isEmpty()) {
            return Preflight.mayCreate(ground.mayCreate(target, connection, archive.schema()), archive.schema(), ground.login());
        }
        var foreign = !Archives.ours(table, found.get()) && !policy.adoptArchive();
        boolean extendable = !archive.create().isEmpty() && found.get().owned();
        return (extendable ? Archives.misfit(table.without(found.get()), found.get()) : Archives.misfit(table, found.get()))
            .or(() -> foreign ? Optional.of("The table " + found.get().display() + " exists and was not made by Caretaker for this table. "
                + "An admin can allow its use in the policy.") : Optional.empty())
            .or(() -> found.get().mayInsert() ? Optional.empty() : Optional.of("The login " + ground.login() + " may not write to the archive: grant insert on "
                + found.get().quoted() + " to " + Quote.name(ground.login()) + "."));
    }

    /** A file would hold the number of a large object, not what it holds; and names of objects as a trigger's search path shows them, not whole. */
    private static Optional<String> unexportable(Policy policy, Table table) {
        var columns = policy.exports() ? table.columns() : List.<Table.Column>of();
        return columns.stream().filter(c -> List.of("oid", "lo").contains(c.base())).findFirst()
            .map(c -> "The column " + c.name() + " may point at large objects, which an export would not contain. Archive to a table instead.")
            .or(() -> columns.stream().filter(c -> c.base().matches("_?reg.+") && !table.triggers().isEmpty()).findFirst()
                .map(c -> "The column " + c.name() + " holds names of objects, whose text depends on the search path that the table's triggers need. Archive to a table instead."));
    }

    private static List<Plan.Step> steps(Plan.Move move) {
        var steps = new ArrayList<Plan.Step>();
        if (move.archive() != null && !move.archive().create().isEmpty()) {
            var name = Table.display(move.archive().schema(), move.archive().table());
            steps.add(new Plan.Step(move.archive().oid() == null ? "Create the archive table " + name : "Give the archive table " + name + " the columns it lacks",
                String.join(";\n", move.archive().create()) + ";"));
        }
        var verb = move.export() != null ? "Export" : move.archive() != null ? "Archive" : "Delete";
        steps.add(new Plan.Step(verb + " rows in batches" + (move.leaves().size() > 1 ? ", partition by partition (" + move.leaves().size() + ")" : ""), MoveSql.shown(move)));
        return steps;
    }
}
