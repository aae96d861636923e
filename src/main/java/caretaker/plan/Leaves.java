package caretaker.plan;

import caretaker.db.Json;
import caretaker.db.Quote;
import caretaker.db.Target;
import caretaker.observe.Table;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The relations that a plan takes rows from: the table itself, or those of its partitions that may hold rows past their time. */
final class Leaves {
    /** From this share of a relation on, reading it once from end to end costs no more than following the index. */
    private static final double UNSELECTIVE = 0.2;
    private static final long LARGE_BYTES = 16L << 20;
    private final Target target;
    private final Connection connection;
    private final Ground ground;
    private final String due;
    private final List<Plan.Leaf> leaves = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();

    private Leaves(Target target, Connection connection, Ground ground, String due) {
        this.target = target;
        this.connection = connection;
        this.ground = ground;
        this.due = due;
    }

    /** due: the condition of the rows. PostgreSQL itself says which partitions may hold some. */
    static Leaves of(Target target, Connection connection, Ground ground, Table table, Table.Column column, String due) throws SQLException {
        var found = new Leaves(target, connection, ground, due);
        if (!table.partitioned()) {
            found.add(table, column);
            return found;
        }
        for (var name : found.pruned(table)) {
            var leaf = Table.find(target, connection, name[0], name[1]);
            if (leaf.isPresent() && leaf.get().column(column.name()).isPresent()) {
                found.add(leaf.get(), leaf.get().column(column.name()).get());
            }
        }
        return found;
    }

    List<Plan.Leaf> all() {
        return leaves;
    }

    /** True when the application's own code runs on a delete. */
    boolean ownCode() {
        return tables.stream().anyMatch(t -> !t.triggers().isEmpty());
    }

    /** Why rows may not be taken from one of the partitions; empty when they may. */
    Optional<String> refusal() {
        for (var leaf : tables) {
            if (!leaf.relkind().equals("r")) {
                return Optional.of("The partition " + leaf.display() + " is a foreign table; Caretaker works on the server that holds the rows.");
            }
            if (leaf.hasRules()) {
                return Optional.of("The partition " + leaf.display() + " has rules, which could turn a delete into something else.");
            }
            if (leaf.rowSecurityActive()) {
                return Optional.of("Row security hides rows of the partition " + leaf.display() + " from " + ground.login() + ".");
            }
            if (!leaf.maySelect() || !leaf.mayDelete()) {
                return Optional.of("Rows are taken from each partition by itself: grant select, delete on " + leaf.quoted() + " to " + Quote.name(ground.login()) + ".");
            }
        }
        return Optional.empty();
    }

    private void add(Table table, Table.Column column) throws SQLException {
        var index = table.indexOn(column);
        boolean blocks = ground.versionNumber() / 10_000 >= MoveSql.BLOCK_RANGES && table.relkind().equals("r") && (index.isEmpty() || unselective(table, column));
        tables.add(table);
        leaves.add(new Plan.Leaf(table.oid(), table.schemaName(), table.tableName(), ground.fingerprint(table), blocks ? "blocks" : "index",
            index.map(Table.Index::name).orElse(null)));
    }

    /** True when much of a large relation is due: then it is passed block by block, without looking for the bounds of each batch in the index. */
    private boolean unselective(Table table, Table.Column column) throws SQLException {
        boolean seen = table.estimatedRows() != null && table.estimatedRows() > 0 && table.maySelect() && !table.rowSecurityActive();
        return seen && table.heapBytes() >= LARGE_BYTES && new Counting(table, column).estimate(connection, due) >= UNSELECTIVE * table.estimatedRows();
    }

    private List<String[]> pruned(Table table) throws SQLException {
        try (var statement = connection.createStatement();
             var rows = statement.executeQuery("explain (format json, verbose) select 1 from " + table.quoted() + " where " + due)) {
            rows.next();
            var names = new ArrayList<String[]>();
            scans(Json.parse(rows.getString(1)).get(0).get("Plan"), names);
            return names;
        }
    }

    private static void scans(JsonNode node, List<String[]> names) {
        if (node.hasNonNull("Relation Name")) {
            names.add(new String[] {node.get("Schema").asText(), node.get("Relation Name").asText()});
        }
        node.path("Plans").forEach(child -> scans(child, names));
    }
}
