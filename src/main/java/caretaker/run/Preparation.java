package caretaker.run;

import caretaker.UserError;
import caretaker.db.Target;
import caretaker.observe.Table;
import caretaker.plan.Ground;
import caretaker.plan.MoveSql;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What comes before rows move: the tables must be the ones that were previewed, and where the rows go must be there and fit. */
final class Preparation implements Course.Opening {
    private final Target target;
    private final Plan plan;
    private final Plan.Move move;
    private final Ledger ledger;
    private final boolean again;
    private final boolean whole;
    private Set<Long> into = Set.of();

    /** again: the walk begins anew, for rows that came behind an earlier one. whole: it goes to the very end. */
    Preparation(Target target, Plan plan, Ledger ledger, boolean again, boolean whole) {
        this.target = target;
        this.plan = plan;
        this.move = plan.content().move();
        this.ledger = ledger;
        this.again = again;
        this.whole = whole;
    }

    /** The size of a table in blocks. */
    public record Extent(long blocks, double rowsPerBlock) {}

    /** Makes or extends the archive of this table as the plan says; another run may have done it since the preview, which is as good. */
    void make(Connection connection, Table table) throws SQLException {
        if (move.archive() == null || move.archive().create().isEmpty()) {
            return;
        }
        for (var leaf : move.leaves()) { // nothing is made for a table that changed
            same(connection, leaf, leaf.oid() == table.oid() ? table : find(connection, leaf));
        }
        var found = archive(connection);
        if (found.isPresent() && plan.archiveRefusal(table, found.get()).isEmpty()) {
            return;
        }
        if (found.isPresent() != (move.archive().oid() != null)) {
            throw UserError.refused("The archive is not as it was previewed: it was made or removed meanwhile. Preview again.");
        }
        for (var statement : move.archive().create()) {
            Statements.execute(connection, statement);
        }
    }

    /** Compares the archive, if the plan has one, with this table and gives the tables that rows enter. */
    Set<Long> into(Connection connection, Table table) {
        if (move.archive() != null) {
            var archive = archive(connection).orElseThrow(() -> UserError.refused("The archive table is gone since the preview. Preview again."));
            plan.archiveRefusal(table, archive).ifPresent(sentence -> {
                throw UserError.refused(sentence);
            });
            into = Set.copyOf(target.read(connection, "own/move_leaves", Long.class, Map.of("oid", archive.oid())));
        }
        return into;
    }

    @Override
    public Course.Passage open(Connection connection, Plan.Leaf leaf) throws SQLException {
        Statements.execute(connection, new MoveSql(move, leaf, "").lock());
        same(connection, leaf, find(connection, leaf));
        into(connection, Table.find(target, connection, move.schema(), move.table())
            .orElseThrow(() -> UserError.refused("The table " + plan.target() + " does not exist any more."))); // once more, under the lock
        var extent = target.read(connection, "own/move_extent", Extent.class, Map.of("oid", leaf.oid())).get(0);
        boolean ranges = connection.getMetaData().getDatabaseMajorVersion() >= MoveSql.BLOCK_RANGES;
        var position = again ? null : ledger.passed(connection, leaf.oid());
        var start = new Walk.Start(extent.blocks(), extent.rowsPerBlock(), ranges, position, !whole && leaf.index() != null);
        return new Course.Passage(leaf, structure(connection, leaf), Walk.of(move, leaf, start));
    }

    /** A digest of everything a move out of this relation relies on; compared in each batch. */
    String structure(Connection connection, Plan.Leaf leaf) {
        var oids = into.stream().sorted().map(String::valueOf).collect(Collectors.joining(",", "{" + leaf.oid() + (into.isEmpty() ? "" : ","), "}"));
        return target.read(connection, "own/move_structure", String.class, Map.of("oids", oids)).get(0);
    }

    private void same(Connection connection, Plan.Leaf leaf, Table found) {
        if (!Ground.of(target, connection).fingerprint(found).equals(leaf.fingerprint())) {
            throw UserError.refused("The table " + found.display() + " is not the one that was previewed: it was replaced or its structure changed. Preview again.");
        }
    }

    private Table find(Connection connection, Plan.Leaf leaf) {
        return Table.find(target, connection, leaf.schema(), leaf.table())
            .orElseThrow(() -> UserError.refused("The table " + Table.display(leaf.schema(), leaf.table()) + " does not exist any more."));
    }

    private Optional<Table> archive(Connection connection) {
        return Table.find(target, connection, move.archive().schema(), move.archive().table());
    }
}
