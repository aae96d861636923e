package caretaker.plan;

import caretaker.UserError;
import caretaker.db.Databases;
import caretaker.db.Target;
import caretaker.db.Targets;
import caretaker.observe.Table;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Previews what brings rows back: out of an archive table or out of files, those of a run or those that match conditions. */
public final class Restores {
    private final Plans plans;
    private final Databases databases;
    private final Targets targets;
    private final InstantSource clock;

    public Restores(Plans plans, Databases databases, Targets targets, InstantSource clock) {
        this.plans = plans;
        this.databases = databases;
        this.targets = targets;
        this.clock = clock;
    }

    /** What to bring back into a table: from its archive (schema.table), or with null from files; of one run or with null of all. */
    public record Source(long databaseId, String table, String archive, UUID run) {
        /** What a run has moved. Throws a UserError when it kept nothing. */
        public static Source of(Plan plan, UUID run) {
            var move = plan.content().move();
            if (move == null || move.restore() != null || move.archive() == null && move.export() == null) {
                throw UserError.refused("This run has kept no rows that could be brought back.");
            }
            return new Source(plan.databaseId(), Table.display(move.schema(), move.table()),
                move.archive() == null ? null : Table.display(move.archive().schema(), move.archive().table()), run);
        }
    }

    /** Stores the plan; leave: rows whose key exists again in the table stay where they are, else they refuse the plan. */
    public Plan preview(Source source, List<Condition> conditions, boolean leave, String person) {
        var target = targets.of(source.databaseId());
        return target.reading(connection -> {
            var table = find(target, connection, source.table());
            Holds.probe(target, table, conditions);
            var from = source.archive() == null ? table : find(target, connection, source.archive());
            return plans.add(new RestoreDraft(target, connection, source, table, from, conditions, leave).plan(databases.byId(source.databaseId()), person, clock.instant()));
        }, Duration.ofSeconds(10));
    }

    /** A file that the ledger names. */
    public record Found(String run, int no, String file, long rows) {}

    private static Table find(Target target, Connection connection, String name) {
        var names = Table.split(name);
        return Table.find(target, connection, names[0], names[1])
            .orElseThrow(() -> UserError.of("table", "The database " + target.database().name() + " has no table " + name + "."));
    }
}
