package caretaker.plan;

import caretaker.db.Database;
import caretaker.db.Quote;
import caretaker.db.Target;
import caretaker.observe.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The preview of one plan that brings rows back, in the making. */
final class RestoreDraft {
    private static final int BATCH_ROWS = 200_000;
    private static final int LIMIT_MS = 3_000;
    private final Target target;
    private final Connection connection;
    private final Restores.Source source;
    private final Table table;
    private final Table from;
    private final List<Condition> conditions;
    private final boolean leave;
    private final String stamp;
    private final Ground ground;
    private final List<Plan.Warning> warnings = new ArrayList<>();

    RestoreDraft(Target target, Connection connection, Restores.Source source, Table table, Table from, List<Condition> conditions, boolean leave) {
        this.target = target;
        this.connection = connection;
        this.source = source;
        this.table = table;
        this.from = from;
        this.conditions = conditions;
        this.leave = leave;
        this.stamp = source.archive() == null ? Archives.stamp(table) : Archives.stamp(from, table);
        this.ground = Ground.of(target, connection);
    }

    Plan plan(Database database, String person, Instant now) throws SQLException {
        var files = source.archive() == null ? files() : List.<Plan.File>of();
        var chosen = conditions.stream().map(c -> "\n   and " + c.sql(table)).collect(Collectors.joining());
        var where = "true" + chosen + ofRun();
        var homeless = Archives.homeless(types(), from.display(), table);
        boolean counted = source.archive() != null && homeless.isEmpty(); // what does not fit could not even be compared
        Long rows = source.archive() == null && conditions.isEmpty() ? (Long) files.stream().mapToLong(Plan.File::rows).sum() : counted ? count(where) : null;
        Long conflicts = counted ? conflicts(where) : null;
        warn(conflicts);
        var move = move(files, chosen + ofRun() + (leave ? absent() : ""), rows == null ? files.stream().mapToLong(Plan.File::rows).sum() : rows);
        var back = rows == null ? null : (Long) (leave && conflicts != null ? rows - conflicts : rows);
        var title = "Bring back " + (back == null ? "rows" : Wording.rows(back)) + " of " + table.display();
        var content = new Plan.Content(sentence(back, files), false, Overrides.NONE, move, null,
            List.of(new Plan.Step("Bring rows back in batches", shown(move))), warnings, List.of(), List.of(), undo(), null, database.name());
        var refusal = new Preflight(database, ground, table).ground().or(() -> homeless).or(() -> refusal(files, conflicts)).orElse(null);
        return new Plan(0, database.id(), "restore", null, null, title, table.display(), false, content, refusal, back, back != null, null, null, person,
            now, now.plus(Planner.EXPIRY), null, null);
    }

    private Plan.Move move(List<Plan.File> files, String where, long rows) {
        boolean inFiles = source.archive() == null;
        var computed = table.columns().stream().filter(Table.Column::generated).map(Table.Column::name).toList();
        var columns = table.columns().stream().filter(this::brought).map(Table.Column::name).toList();
        var index = inFiles ? Optional.<Table.Index>empty() : from.column(stamp).flatMap(from::indexOn);
        var leaf = new Plan.Leaf(from.oid(), from.schemaName(), from.tableName(), ground.fingerprint(from), inFiles ? "files" : index.isPresent() ? "index" : "blocks",
            index.map(Table.Index::name).orElse(null));
        return new Plan.Move(table.oid(), table.schemaName(), table.tableName(), stamp, "timestamptz", null, null, "UTC", where, "", List.of(leaf), columns,
            new Plan.Archive(table.schemaName(), table.tableName(), table.oid(), List.of(), null), null, BATCH_ROWS, rows + rows / 10 + 1_000,
            new Handling(null, null, null, null, "analyze"), !table.triggers().isEmpty(),
            new Plan.Restore(source.run() == null ? null : source.run().toString(), files, inFiles ? null : types(), computed));
    }

    private boolean brought(Table.Column column) {
        return from.column(column.name()).isPresent() && !column.name().equals(stamp);
    }

    /** All that the archive holds of its rows; empty when they are in files, which say so themselves. */
    private Map<String, String> types() {
        var types = new LinkedHashMap<String, String>();
        (source.archive() == null ? List.<Table.Column>of() : from.columns()).stream().filter(c -> !c.name().equals(stamp)).forEach(c -> types.put(c.name(), c.type()));
        return types;
    }

    private String ofRun() {
        return source.run() == null || source.archive() == null ? ""
            : "\n   and " + Quote.name(stamp) + " in (select b.at from caretaker.batch as b where b.run = " + Quote.literal(source.run().toString()) + "::uuid)";
    }

    private List<Plan.File> files() {
        var args = new HashMap<String, Object>(Map.of("relation", table.oid()));
        args.put("run", source.run());
        return target.read(connection, "own/restore_files", Restores.Found.class, args).stream().map(f -> new Plan.File(f.run(), f.no(), f.file(), f.rows())).toList();
    }

    private Long count(String where) throws SQLException {
        return limited("select count(*) from only " + from.quoted() + " where " + where);
    }

    /** Rows whose unique key exists in the table again; null when that takes too long to count. */
    private Long conflicts(String where) throws SQLException {
        var exists = keys().stream().map(this::present).collect(Collectors.joining(" or "));
        return exists.isEmpty() ? (Long) 0L : limited("select count(*) from only " + from.quoted() + " where " + where + " and (" + exists + ")");
    }

    private String absent() {
        return keys().stream().map(k -> "\n   and not " + present(k)).collect(Collectors.joining());
    }

    private String present(List<Table.Column> key) {
        var alias = source.archive() == null ? "caretaker_file" : Quote.name(from.tableName());
        return "exists (select from " + table.quoted() + " as there where " + key.stream()
            .map(c -> "there." + Quote.name(c.name()) + " operator(" + Quote.name(c.operatorSchema()) + ".=) " + alias + "." + Quote.name(c.name()))
            .collect(Collectors.joining(" and ")) + ")";
    }

    /** The columns of each unique index that stands on plain columns which come back. */
    private List<List<Table.Column>> keys() {
        return table.indexes().stream().filter(i -> i.unique() && i.valid() && !i.partial())
            .map(i -> List.of(i.keyColumns().split(" ")).subList(0, i.columns().size()))
            .filter(numbers -> !numbers.contains("0"))
            .map(numbers -> table.columns().stream().filter(c -> numbers.contains(String.valueOf(c.number()))).toList())
            .filter(key -> key.stream().allMatch(this::brought)).toList();
    }

    private Optional<String> refusal(List<Plan.File> files, Long conflicts) {
        if (source.archive() == null && files.isEmpty()) {
            return Optional.of("No file of this table holds rows that were not brought back already.");
        }
        if (source.archive() == null && keys().isEmpty() && (leave || !conditions.isEmpty())) {
            return Optional.of("The table has no unique key, so rows that are there again could not be told from others: only whole files can be brought back.");
        }
        if (!leave && conflicts == null && source.archive() != null) {
            return Optional.of("Whether rows with the same key are in the table again could not be counted in time. Choose to leave such rows where they are.");
        }
        if (!leave && conflicts != null && conflicts > 0) {
            return Optional.of(Wording.rows(conflicts) + " cannot come back: their key is in use in " + table.display() + " again. Choose to leave such rows where they are.");
        }
        return table.mayInsert() && table.maySelect() && (source.archive() == null || from.mayDelete() && from.maySelect()) ? Optional.empty()
            : Optional.of("The login " + ground.login() + " lacks rights: grant select, insert on " + table.quoted()
                + (source.archive() == null ? "" : "; grant select, delete on " + from.quoted()) + " to " + Quote.name(ground.login()) + ".");
    }

    private void warn(Long conflicts) {
        for (var trigger : table.triggers().stream().filter(Table.Trigger::onInsert).toList()) {
            warnings.add(new Plan.Warning("warning", "The trigger " + trigger.name() + " runs " + trigger.function()
                + "() on each insert. A batch in which it changes a row or touches another table is rolled back.", null, null));
        }
        for (var column : table.columns().stream().filter(Table.Column::generated).toList()) {
            warnings.add(new Plan.Warning("info", "The generated column " + column.name() + " is computed again; a batch in which it comes out different is rolled back.", null, null));
        }
        for (var column : table.columns().stream().filter(c -> !brought(c)).toList()) {
            warnings.add(new Plan.Warning("warning", "The archive has no column " + column.name() + "; the rows get its default.", null, null));
        }
        if (leave && conflicts != null && conflicts > 0) {
            warnings.add(new Plan.Warning("warning", Wording.rows(conflicts) + " stay where they are: their key is in use in the table again.", null, null));
        }
        warnings.add(new Plan.Warning("info", "A policy that took these rows away would take them again at its next run.", null, null));
    }

    private String sentence(Long rows, List<Plan.File> files) {
        return "Brings " + (rows == null ? "the rows that match" : Wording.rows(rows)) + " back into " + table.display() + " from " + (source.archive() == null
            ? files.size() + (files.size() == 1 ? " file" : " files") + ", each compared with its SHA-256 first, one transaction a file"
            : from.display() + ". Each row leaves the archive and enters the table in the same commit") + ".";
    }

    private String undo() {
        return "The policy, or a plan with the same conditions, takes the rows away again.";
    }

    private String shown(Plan.Move move) {
        return source.archive() == null ? new MoveSql(move, move.leaves().get(0), "").load("caretaker_file", move.columns()) : MoveSql.shown(move);
    }

    private Long limited(String query) throws SQLException {
        var savepoint = connection.setSavepoint();
        try (var statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = " + LIMIT_MS);
            try (var rows = statement.executeQuery(query)) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            connection.rollback(savepoint);
            if (!"57014".equals(e.getSQLState())) {
                throw e;
            }
            return null;
        }
    }
}
