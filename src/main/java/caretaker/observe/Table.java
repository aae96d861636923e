package caretaker.observe;

import caretaker.UserError;
import caretaker.db.Json;
import caretaker.db.Quote;
import caretaker.db.Target;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One table as its catalogue describes it now; read live, because one table costs milliseconds. */
public record Table(long oid, String schemaName, String tableName, String relkind, String persistence, boolean isPartition, boolean hasChildren,
                    boolean isChild, boolean hasRules, String replicaIdentity, boolean rowSecurityActive, String owner, boolean owned,
                    Long estimatedRows, long heapBytes, long indexBytes, long totalBytes, boolean maySelect, boolean mayDelete, boolean mayInsert,
                    boolean mayCreate, String comment, List<Column> columns, List<Index> indexes, List<ForeignKey> foreignKeys, List<Trigger> triggers) {

    /**
     * base is the type's name, or for a domain that of the type below it; category as in pg_type.typcategory; bareType is the type without
     * length, for literals; operatorSchema is where its comparison operators live.
     */
    public record Column(int number, String name, String type, String bareType, String operatorSchema, long typeOid, String category, String base, boolean notNull, boolean generated,
                         boolean identity, String defaultText, String collation, String comment) {
        /** True for date, timestamp and timestamptz: a column by which rows grow old. */
        public boolean isTime() {
            return List.of("date", "timestamp", "timestamptz").contains(base);
        }
    }

    public record Index(String name, boolean unique, boolean primary, boolean valid, String method, boolean partial, List<String> columns,
                        int firstColumn, String keyColumns, long bytes, long scans, boolean constraint, String definition) {}

    /** onDelete as in pg_constraint.confdeltype: a no action, r restrict, c cascade, n set null, d set default. */
    public record ForeignKey(String name, boolean incoming, long otherOid, String otherSchema, String otherTable, String onDelete,
                             List<String> columns, List<String> otherColumns, boolean indexed, boolean readable) {
        /** True when rows are deleted or changed together with those they point at. */
        public boolean follows() {
            return List.of("c", "n", "d").contains(onDelete);
        }

        public String action() {
            return switch (onDelete) {
                case "c" -> "CASCADE";
                case "n" -> "SET NULL";
                case "d" -> "SET DEFAULT";
                case "r" -> "RESTRICT";
                default -> "NO ACTION";
            };
        }
    }

    public record Trigger(String name, String function, boolean onDelete, boolean onInsert, boolean before, String definition) {}

    /** The row as SQL gives it, with its lists still as JSON. */
    public record Row(long oid, String schemaName, String tableName, String relkind, String persistence, boolean isPartition, boolean hasChildren,
                      boolean isChild, boolean hasRules, String replicaIdentity, boolean rowSecurityActive, String owner, boolean owned,
                      Long estimatedRows, long heapBytes, long indexBytes, long totalBytes, boolean maySelect, boolean mayDelete, boolean mayInsert,
                      boolean mayCreate, String comment, JsonNode columns, JsonNode indexes, JsonNode foreignKeys, JsonNode triggers) {}

    /** The table of this name, or empty. */
    public static Optional<Table> find(Target target, String schema, String table) {
        return target.read("observe/table", Row.class, Map.of("schema", schema, "table", table)).stream().findFirst().map(Table::of);
    }

    /** The same on a connection at hand, inside its transaction. */
    public static Optional<Table> find(Target target, Connection connection, String schema, String table) {
        return target.read(connection, "observe/table", Row.class, Map.of("schema", schema, "table", table)).stream().findFirst().map(Table::of);
    }

    /** Splits schema.table as people write it; public is assumed where no schema is given. Quoted names may contain dots. */
    public static String[] split(String name) {
        var parts = Pattern.compile("(\"(?:[^\"]|\"\")*\"|[^.\"]+)(?:\\.(\"(?:[^\"]|\"\")*\"|.+))?").matcher(name.trim());
        if (!parts.matches()) {
            throw UserError.of("table", "Write the table as schema.table, with double quotes around names that contain a dot.");
        }
        var first = plain(parts.group(1));
        return parts.group(2) == null ? new String[] {"public", first} : new String[] {first, plain(parts.group(2))};
    }

    /** schema.table for people and links: quoted only where it must be. */
    public static String display(String schema, String table) {
        return shown(schema) + "." + shown(table);
    }

    public String display() {
        return display(schemaName, tableName);
    }

    /** The same table without the columns that another one lacks. */
    public Table without(Table other) {
        return new Table(oid, schemaName, tableName, relkind, persistence, isPartition, hasChildren, isChild, hasRules, replicaIdentity, rowSecurityActive,
            owner, owned, estimatedRows, heapBytes, indexBytes, totalBytes, maySelect, mayDelete, mayInsert, mayCreate, comment,
            columns.stream().filter(c -> other.column(c.name()).isPresent()).toList(), indexes, foreignKeys, triggers);
    }

    public boolean partitioned() {
        return relkind.equals("p");
    }

    /** A statement that makes a table of the same columns and nothing else: what rows need to be kept. */
    public String plainCreate() {
        return "create table " + quoted() + " (" + columns.stream()
            .map(c -> Quote.name(c.name()) + " " + c.type() + (c.collation() == null ? "" : " collate " + c.collation())).collect(Collectors.joining(", ")) + ")";
    }

    public String quoted() {
        return Quote.name(schemaName, tableName);
    }

    public Optional<Column> column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** A valid, whole B-tree index that starts with the column. */
    public Optional<Index> indexOn(Column column) {
        return indexes.stream().filter(i -> i.valid() && !i.partial() && i.method().equals("btree") && i.firstColumn() == column.number()).findFirst();
    }

    private static String shown(String name) {
        return name.matches("[\\p{L}\\p{N}_$-]+( +[\\p{L}\\p{N}_$-]+)*") ? name : Quote.name(name);
    }

    private static String plain(String part) {
        return part.startsWith("\"") ? part.substring(1, part.length() - 1).replace("\"\"", "\"") : part;
    }

    private static Table of(Row r) {
        return new Table(r.oid, r.schemaName, r.tableName, r.relkind, r.persistence, r.isPartition, r.hasChildren, r.isChild, r.hasRules,
            r.replicaIdentity, r.rowSecurityActive, r.owner, r.owned, r.estimatedRows, r.heapBytes, r.indexBytes, r.totalBytes, r.maySelect,
            r.mayDelete, r.mayInsert, r.mayCreate, r.comment, items(r.columns, Column[].class), items(r.indexes, Index[].class),
            items(r.foreignKeys, ForeignKey[].class), items(r.triggers, Trigger[].class));
    }

    private static <T> List<T> items(JsonNode node, Class<T[]> type) {
        return List.of(Json.read(node, type));
    }
}
