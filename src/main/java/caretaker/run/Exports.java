package caretaker.run;

import caretaker.UserError;
import caretaker.db.Target;
import caretaker.observe.Table;
import caretaker.plan.Ground;
import caretaker.plan.MoveSql;
import caretaker.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.postgresql.PGConnection;

/**
 * Rows into files. What the server sends is what it deletes; the file is synced, read back and compared before the ledger names it and the
 * transaction commits. A file that the ledger does not name is no archive.
 */
final class Exports {
    private static final long LEAST_FREE_BYTES = 64L << 20;
    private final ExportFolder exports;
    private final Path folder;
    private final Plan plan;
    private final Run run;
    private final Table table;
    private final Ground ground;
    private final Map<String, String> settings;

    private Exports(ExportFolder exports, Path folder, Plan plan, Run run, Table table, Ground ground, Map<String, String> settings) {
        this.exports = exports;
        this.folder = folder;
        this.plan = plan;
        this.run = run;
        this.table = table;
        this.ground = ground;
        this.settings = settings;
    }

    /** A setting of the session on which the text of values depends. */
    public record Setting(String name, String value) {}

    /** Null unless the plan exports. Removes what an earlier session of this run has left and the ledger does not name. */
    static Exports of(ExportFolder exports, Target target, Plan plan, Run run, Connection connection, Ledger ledger) {
        var move = plan.content().move();
        if (move.export() == null) {
            return null;
        }
        try {
            var folder = exports.ofRun(plan.content().databaseName(), move.schema() + "." + move.table(), run.folder());
            clear(exports, folder, connection, ledger);
            var settings = new TreeMap<String, String>();
            target.read(connection, "own/export_settings", Setting.class, Map.of()).forEach(s -> settings.put(s.name(), s.value()));
            var table = Table.find(target, connection, move.schema(), move.table())
                .orElseThrow(() -> UserError.refused("The table " + plan.target() + " does not exist any more."));
            return new Exports(exports, folder, plan, run, table, Ground.of(target, connection), settings);
        } catch (IOException e) {
            throw UserError.refused("The folder of exports cannot be used: " + e.getMessage() + ".");
        }
    }

    /** Whatever run the ledger says it is of: a file that it names may be all that is left of its rows. */
    private static void clear(ExportFolder exports, Path folder, Connection connection, Ledger ledger) throws IOException {
        try (var files = Files.list(folder)) {
            var there = files.filter(f -> !f.toString().endsWith(".json")).map(exports::relative).toList();
            var named = there.isEmpty() ? Set.<String>of() : Set.copyOf(ledger.files(connection, exports.relative(folder)));
            for (var file : there) {
                if (!named.contains(file)) {
                    exports.remove(file);
                }
            }
        }
    }

    /** Deletes the rows of a range into a new file; an empty range makes none. sent is told when only the file is still to be proven. */
    Batches.Moved batch(Connection connection, MoveSql sql, String condition, int no, Runnable sent) throws SQLException {
        if (!Statements.any(connection, sql.any(condition))) {
            return new Batches.Moved(0, 0, null);
        }
        if (exports.freeBytes().orElse(Long.MAX_VALUE) < LEAST_FREE_BYTES) {
            throw UserError.refused("The disk of the folder of exports is nearly full. The batch was not begun; its rows stay in the table.");
        }
        ExportFile.Sealed sealed = null;
        try (var file = ExportFile.create(folder, "batch-%06d".formatted(no), Compression.of(plan.content().move().export().compression()))) {
            var rows = new Extremes(file.out(), plan.content().move().columns().indexOf(plan.content().move().column()));
            long count = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql.copy(condition), rows);
            if (count == 0) { // others took them meanwhile
                return new Batches.Moved(0, 0, null);
            }
            sent.run();
            sealed = file.seal();
            if (sealed.rows() != count) {
                throw new IOException("the file holds " + sealed.rows() + " rows, but the server sent " + count);
            }
            manifest(sealed, rows, no).write(beside(sealed.path()));
            return new Batches.Moved(count, 0, sealed);
        } catch (IOException e) {
            if (sealed != null) {
                discard(sealed);
            }
            throw UserError.refused("The file could not be written: " + e.getMessage() + ". The batch was rolled back; its rows stay in the table.");
        }
    }

    String relative(ExportFile.Sealed file) {
        return exports.relative(file.path());
    }

    /** Removes a file whose batch was not committed. */
    void discard(ExportFile.Sealed file) {
        try {
            exports.remove(relative(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Manifest manifest(ExportFile.Sealed file, Extremes rows, int no) {
        var move = plan.content().move();
        var name = file.path().getFileName().toString();
        var columns = table.columns().stream().map(c -> new Manifest.Column(c.name(), c.type(), c.generated())).toList();
        return new Manifest(1, "Caretaker", plan.content().databaseName(), ground.systemIdentifier(), settings.get("server_version"), settings.get("server_encoding"),
            move.schema(), move.table(), plan.id(), run.id(), no, plan.cutoff(), condition(move), columns, table.plainCreate(), file.rows(), rows.oldest(),
            rows.newest(), name, move.export().compression(), Plan.Export.CSV, settings, file.bytes(), file.rawBytes(), file.sha256(),
            ByHand.commands(table, Compression.of(move.export().compression()), name), Instant.now());
    }

    private static String condition(Plan.Move move) {
        return move.column() + " < " + move.cutoffLiteral() + move.conditions() + move.holds();
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".json");
    }
}
