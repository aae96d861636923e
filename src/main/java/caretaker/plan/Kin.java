package caretaker.plan;

import caretaker.db.Target;
import caretaker.observe.Table;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names under which a hold reaches rows of a table: its own, those of what it is a partition of, and those of its partitions. */
final class Kin {
    private final Map<String, String> leaves = new HashMap<>(); // by name; empty: all rows

    private Kin() {}

    /** leaves: the oids of the relations in which the rows of a partition lie, with commas between; empty: all rows of the table. */
    public record Relative(String schemaName, String tableName, String leaves) {}

    /** A table whose rows follow when others are deleted: how it is told, and under which names holds reach it. */
    record Follower(String words, Kin kin) {}

    /** An archive has those of the table its rows came from too; which partition an archived row came from is not known any more. */
    static Kin of(Target target, Connection connection, Table table) {
        var kin = of(target, connection, table.schemaName(), table.tableName());
        if (table.comment().startsWith(Archives.COMMENT)) {
            var source = table.comment().substring(Archives.COMMENT.length());
            var names = Table.split(source);
            kin.leaves.put(source, "");
            relatives(target, connection, names[0], names[1]).forEach(r -> kin.leaves.put(Table.display(r.schemaName(), r.tableName()), ""));
        }
        return kin;
    }

    static Kin of(Target target, Connection connection, String schema, String table) {
        var kin = new Kin();
        kin.leaves.put(Table.display(schema, table), "");
        relatives(target, connection, schema, table).forEach(r -> kin.leaves.put(Table.display(r.schemaName(), r.tableName()), r.leaves()));
        return kin;
    }

    /** The tables whose rows are deleted or lose their link with rows of this one. */
    static List<Follower> followers(Target target, Connection connection, Table table) {
        return table.foreignKeys().stream().filter(k -> k.incoming() && k.follows() && k.otherOid() != table.oid())
            .map(k -> new Follower(Table.display(k.otherSchema(), k.otherTable()) + " (ON DELETE " + k.action() + ")",
                of(target, connection, k.otherSchema(), k.otherTable()))).toList();
    }

    /** True when a hold on a table of this name reaches some rows. */
    boolean has(String name) {
        return leaves.containsKey(name);
    }

    /** The relations whose rows it reaches, with commas between; empty for all rows. */
    String leaves(String name) {
        return leaves.get(name);
    }

    private static List<Relative> relatives(Target target, Connection connection, String schema, String table) {
        return target.read(connection, "own/table_kin", Relative.class, Map.of("schema", schema, "table", table));
    }
}
