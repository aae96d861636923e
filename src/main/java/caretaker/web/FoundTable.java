package caretaker.web;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Store;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.observe.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table that was typed into a form, as it was found: its size, the columns by which rows may grow old, all columns, or why it was not found. */
public record FoundTable(String name, Long rows, Long bytes, List<String> indexed, Map<String, String> times, Map<String, String> columns, String problem) {

    /** A name for the list of tables to choose from. */
    public record Choice(String schemaName, String relationName) {
        public String display() {
            return Table.display(schemaName, relationName);
        }
    }

    /** The names of a database's tables, as they were sampled. */
    static List<String> choices(Store store, Database database) {
        return database == null ? List.of() : store.list("own/relation_choices", Choice.class, Map.of("database_id", database.id())).stream().map(Choice::display).toList();
    }

    /** Looks at the catalogue now: one table costs milliseconds. Null while there is nothing to look for. */
    static FoundTable of(Targets targets, Database database, Form form) {
        if (database == null || form.value("table").isBlank()) {
            return null;
        }
        try {
            var names = Table.split(form.value("table"));
            return Table.find(targets.of(database), names[0], names[1]).map(FoundTable::found)
                .orElseGet(() -> missing("The database " + database.name() + " has no table " + Table.display(names[0], names[1]) + "."));
        } catch (UserError e) {
            return missing(e.getMessage());
        } catch (TargetError e) {
            return missing(Failures.sentence(e));
        }
    }

    private static FoundTable missing(String why) {
        return new FoundTable(null, null, null, List.of(), Map.of(), Map.of(), why);
    }

    private static FoundTable found(Table table) {
        var times = new LinkedHashMap<String, String>();
        var columns = new LinkedHashMap<String, String>();
        for (var column : table.columns()) {
            columns.put(column.name(), column.name() + " (" + column.type() + ")");
            if (column.isTime()) {
                times.put(column.name(), column.name() + " (" + column.type() + (table.indexOn(column).isPresent() ? ", indexed)" : ", no index)"));
            }
        }
        return new FoundTable(table.display(), table.estimatedRows(), table.totalBytes(), table.columns().stream().filter(c -> c.isTime() && table.indexOn(c).isPresent())
            .map(Table.Column::name).toList(), times, columns, null);
    }
}
