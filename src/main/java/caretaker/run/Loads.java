package caretaker.run;

import caretaker.UserError;
import caretaker.db.Quote;
import caretaker.db.Target;
import caretaker.observe.Table;
import caretaker.plan.MoveSql;
import caretaker.plan.Plan;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** Rows out of files: each file is compared with its manifest, loaded into a temporary table, counted, and only then enters the table. */
final class Loads {
    private static final String TEMPORARY = "caretaker_file";
    private final ExportFolder exports;
    private final Target target;
    private final Run run;
    private final Plan plan;
    private final Table table;

    Loads(ExportFolder exports, Target target, Run run, Plan plan, Table table) {
        this.exports = exports;
        this.target = target;
        this.run = run;
        this.plan = plan;
        this.table = table;
    }

    /** Brings back what a file holds, within the transaction at hand; a file that came back whole is marked in the ledger. */
    Batches.Moved load(Connection connection, MoveSql sql, Plan.File file) throws SQLException {
        var path = exports.resolve(file.file());
        var manifest = Manifest.read(path.resolveSibling(path.getFileName() + ".json"));
        var columns = fitting(manifest);
        execute(connection, "create temp table " + TEMPORARY + " (" + manifest.columns().stream().map(c -> Quote.name(c.name()) + " " + c.type())
            .collect(Collectors.joining(", ")) + ") on commit drop");
        long loaded;
        try (var csv = ExportReader.open(path, manifest)) {
            loaded = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy pg_temp." + TEMPORARY + " from stdin with (" + manifest.csv() + ")", csv);
        } catch (IOException e) {
            throw UserError.refused("The file " + file.file() + " cannot be used: " + e.getMessage() + ". Nothing of it was brought back.");
        }
        if (loaded != file.rows() || loaded != manifest.rows()) {
            throw UserError.refused("The file " + file.file() + " holds " + loaded + " rows; the ledger says " + file.rows() + ". Nothing of it was brought back.");
        }
        long back = Statements.compared(connection, sql.load(TEMPORARY, columns));
        if (back == loaded) {
            mark(connection, file);
        }
        return new Batches.Moved(back, back, null);
    }

    /** Every column of the file must be in the table with the same type: what has no place would be lost. */
    private List<String> fitting(Manifest manifest) {
        for (var column : manifest.columns()) {
            var now = table.column(column.name());
            if (now.isEmpty() || !now.get().type().equals(column.type())) {
                throw UserError.refused("The column " + column.name() + " (" + column.type() + ") of the file " + (now.isEmpty() ? "is not in " + table.display() + " any more"
                    : "is " + now.get().type() + " in " + table.display() + " now") + ". Nothing was brought back.");
            }
        }
        return manifest.columns().stream().map(Manifest.Column::name).toList();
    }

    /** A file comes back once: whoever came first has marked it. */
    private void mark(Connection connection, Plan.File file) {
        var args = new HashMap<String, Object>(Map.of("run", file.run(), "no", file.no(), "restored_by", run.runKey()));
        if (target.read(connection, "own/restore_mark", Integer.class, args).isEmpty()) {
            throw UserError.refused("The rows of the file " + file.file() + " were brought back already.");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
