package caretaker.run;

import caretaker.UserError;
import caretaker.db.Target;
import caretaker.observe.Table;
import caretaker.plan.Ground;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;

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

    /** Compares, makes the archive when the plan says so, and gives its oid; 0 when rows are only deleted. */
    long archive(Connection connection) throws SQLException {
        var table = Table.find(target, connection, move.schema(), move.table())
            .orElseThrow(() -> UserError.refused("The table " + plan.target() + " does not exist any more."));
        if (!Ground.of(target, connection).fingerprint(table).equals(move.fingerprint())) {
            throw UserError.refused("The table " + plan.target() + " is not the one that was previewed: it was replaced or its structure changed. Preview again.");
        }
        if (move.archive() == null) {
            return 0;
        }
        var archive = move.archive();
        if (Table.find(target, connection, archive.schema(), archive.table()).isEmpty()) {
            create(connection);
        }
        var found = Table.find(target, connection, archive.schema(), archive.table())
            .orElseThrow(() -> UserError.refused("The archive table is gone since the preview. Preview again."));
        plan.archiveMisfit(table, found).ifPresent(sentence -> {
            throw UserError.refused(sentence);
        });
        return found.oid();
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
