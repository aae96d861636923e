package caretaker.plan;

import caretaker.db.Quote;
import caretaker.db.Migrations;
import caretaker.observe.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Twin tables for archived rows: their names, how they are made, and whether an existing one fits without losing anything. */
final class Archives {
    /** Names are cut by PostgreSQL at 63 bytes without an error, which could make an archive its own source. */
    private static final int NAME_BYTES = 63;
    private static final String SUFFIX = "_archive";
    private static final String STAMP = "archived_at";
    private static final String OTHER_STAMP = "caretaker_archived_at";
    static final String COMMENT = "Caretaker archive of ";

    private Archives() {}

    /** table_archive; long names are cut at a whole character and made unique by a hash. */
    static String nameFor(String table) {
        if (bytes(table) + SUFFIX.length() <= NAME_BYTES) {
            return table + SUFFIX;
        }
        var hash = "_" + Migrations.sha256(table).substring(0, 8);
        var kept = table;
        while (bytes(kept) + hash.length() + SUFFIX.length() > NAME_BYTES) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + hash + SUFFIX;
    }

    /** Plain columns of the same types, no defaults, keys, identity or generated expressions: what was deleted can always be stored. */
    static List<String> create(Table source, String schema, String name) {
        var columns = source.columns().stream()
            .map(c -> "  " + Quote.name(c.name()) + " " + c.type() + (c.collation() == null ? "" : " collate " + c.collation()))
            .collect(Collectors.joining(",\n"));
        var quoted = Quote.name(schema, name);
        var statements = new ArrayList<String>();
        statements.add("create table " + quoted + " (\n" + columns + ",\n  " + Quote.name(stamp(source)) + " timestamptz not null\n)");
        statements.add("comment on table " + quoted + " is " + Quote.literal(COMMENT + source.display()));
        statements.add("create index on " + quoted + " (" + Quote.name(stamp(source)) + ")");
        var key = source.indexes().stream().filter(Table.Index::primary).findFirst();
        key.ifPresent(k -> statements.add("create index on " + quoted + " (" + String.join(", ", k.columns()) + ")"));
        return statements;
    }

    /** The columns that the table has and its archive lacks, as statements; empty when there are none. A column that differs is never changed by itself. */
    static List<String> extend(Table source, Table archive) {
        return source.columns().stream().filter(c -> archive.column(c.name()).isEmpty())
            .map(c -> "alter table " + archive.quoted() + " add column " + Quote.name(c.name()) + " " + c.type() + (c.collation() == null ? "" : " collate " + c.collation()))
            .toList();
    }

    /** True when Caretaker's own login made this archive for this very table. */
    static boolean ours(Table source, Table archive) {
        return archive.owned() && archive.comment().equals(COMMENT + source.display());
    }

    /** The column that says when a row was archived. */
    static String stamp(Table source) {
        return source.column(STAMP).isPresent() ? OTHER_STAMP : STAMP;
    }

    /** The same as its archive tells: the table may have got, or lost, a column of that name since. */
    static String stamp(Table archive, Table source) {
        return archive.column(OTHER_STAMP).isPresent() && source.column(OTHER_STAMP).isEmpty() ? OTHER_STAMP : STAMP;
    }

    /** Why values of an archive have no place in the table any more, by its columns and their types; empty when all have. */
    static Optional<String> homeless(Map<String, String> columns, String archive, Table table) {
        for (var column : columns.entrySet()) {
            var now = table.column(column.getKey());
            if (now.isEmpty() || !now.get().type().equals(column.getValue())) {
                return Optional.of("The column " + column.getKey() + " (" + column.getValue() + ") of the archive " + archive + (now.isEmpty()
                    ? " is not in " + table.display() + " any more: its values would be lost."
                    : " is " + now.get().type() + " in " + table.display() + " now: values could change."));
            }
        }
        return Optional.empty();
    }

    /** Why rows of the source cannot be kept in this table without loss; empty when they can. */
    static Optional<String> misfit(Table source, Table archive) {
        if (archive.oid() == source.oid()) {
            return Optional.of("The archive is the table itself.");
        }
        if (!archive.relkind().equals("r") || !archive.persistence().equals("p")) {
            return Optional.of("The archive " + archive.display() + " is not a plain, logged table; rows in it would not survive a crash.");
        }
        if (archive.hasRules() || archive.triggers().stream().anyMatch(Table.Trigger::onInsert)) {
            return Optional.of("The archive " + archive.display() + " has rules or insert triggers that could drop or change rows.");
        }
        if (archive.rowSecurityActive()) {
            return Optional.of("Row security is active on the archive " + archive.display() + ".");
        }
        for (var column : source.columns()) {
            var twin = archive.column(column.name());
            if (twin.isEmpty()) {
                return Optional.of("The archive " + archive.display() + " lacks the column " + column.name() + ": add it with alter table "
                    + archive.quoted() + " add column " + Quote.name(column.name()) + " " + column.type() + ".");
            }
            if (twin.get().typeOid() != column.typeOid() || !twin.get().type().equals(column.type()) || twin.get().generated()) {
                return Optional.of("The column " + column.name() + " is " + column.type() + " in the table and " + twin.get().type()
                    + (twin.get().generated() ? ", generated," : "") + " in the archive " + archive.display() + ": values could change.");
            }
        }
        return archive.columns().stream()
            .filter(c -> source.column(c.name()).isEmpty() && c.notNull() && c.defaultText() == null && !c.name().equals(stamp(source)) && !c.identity())
            .findFirst().map(c -> "The archive " + archive.display() + " demands a value for its column " + c.name() + ", which the table does not have.");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
