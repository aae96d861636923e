package caretaker.run;

import caretaker.UserError;
import caretaker.db.Target;
import caretaker.observe.Table;
import caretaker.plan.Ground;
import caretaker.plan.MoveSql;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What comes before the first batch: the table must be the one that was previewed, and the archive must be there and fit. */
final class Preparation {
    private final Target target;
    private final Plan plan;
    private final Plan.Move move;

    Preparation(Target target, Plan plan) {
        this.target = target;
        this.plan = plan;
        this.move = plan.content().move();
    }

    /** Makes the archive when the plan says so, then compares everything under a lock that keeps definitions as they are; gives the archive's oid or 0. */
    long archive(Connection connection) throws SQLException {
        same(connection);
        if (move.archive() != null && !move.archive().create().isEmpty() && find(connection).isEmpty()) {
            create(connection);
        }
        try (var statement = connection.createStatement()) {
            statement.execute(new MoveSql(move).lock());
        }
        var table = same(connection);
        if (move.archive() == null) {
            return 0;
        }
        var found = find(connection).orElseThrow(() -> UserError.refused("The archive table is gone since the preview. Preview again."));
        plan.archiveRefusal(table, found).ifPresent(sentence -> {
            throw UserError.refused(sentence);
        });
        return found.oid();
    }

    private Table same(Connection connection) {
        var table = Table.find(target, connection, move.schema(), move.table())
            .orElseThrow(() -> UserError.refused("The table " + plan.target() + " does not exist any more."));
        if (!Ground.of(target, connection).fingerprint(table).equals(move.fingerprint())) {
            throw UserError.refused("The table " + plan.target() + " is not the one that was previewed: it was replaced or its structure changed. Preview again.");
        }
        return table;
    }

    private Optional<Table> find(Connection connection) {
        return Table.find(target, connection, move.archive().schema(), move.archive().table());
    }

    private void create(Connection connection) throws SQLException {
        for (var statement : move.archive().create()) {
            try (var s = connection.createStatement()) {
                s.execute(statement);
            }
        }
        connection.commit();
    }
}
