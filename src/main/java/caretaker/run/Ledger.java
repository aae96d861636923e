package caretaker.run;

import caretaker.UserError;
import caretaker.db.Json;
import caretaker.db.Target;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A run's side of the ledger in the managed database: its epoch, its batches, and the one place that says how far it has come. */
final class Ledger {
    private final Target target;
    private final UUID run;

    Ledger(Target target, UUID run) {
        this.target = target;
        this.run = run;
    }

    /** The sum of the committed batches. */
    public record Position(long rows, int batches, int lastNo) {}

    /** A batch as the ledger keeps it; passed is up to where everything of the relation is done. */
    record Entry(int no, int worker, long relation, long rows, long stored, String from, String to, String passed, Map<Long, Long> followed,
                 String file, String sha256, Long fileBytes) {}

    /** A run that works on the same table. */
    public record Rival(String run, String person, Instant startedAt, boolean alive) {}

    /** Enters the run or takes it over, in the connection's own transaction, and gives its epoch; refused while another run works on the table. */
    int begin(Connection connection, Plan plan, String person) throws SQLException {
        var args = new HashMap<String, Object>(Map.of("run", run, "plan", plan.id(), "kind", plan.kind(), "relation", plan.content().move().tableOid(),
            "relation_name", plan.target(), "person", person));
        args.put("cutoff", plan.cutoff());
        target.read(connection, "own/ledger_alone", Long.class, Map.of("relation", plan.content().move().tableOid()));
        for (var rival : target.read(connection, "own/ledger_rival", Rival.class, Map.of("run", run, "relation", plan.content().move().tableOid()))) {
            if (rival.alive()) {
                throw UserError.refused("Another run, started by " + rival.person() + ", works on " + plan.target() + " now.");
            }
            end(connection, UUID.fromString(rival.run()), "interrupted");
        }
        return target.read(connection, "own/ledger_begin", Integer.class, args).get(0);
    }

    /** The epoch now, held until the end of the transaction. */
    int fence(Connection connection) {
        return target.read(connection, "own/ledger_fence", Integer.class, Map.of("run", run)).stream().findFirst().orElse(-1);
    }

    void record(Connection connection, int epoch, Entry batch) {
        var args = new HashMap<String, Object>(Map.of("run", run, "no", batch.no(), "epoch", epoch, "rows", batch.rows(), "stored", batch.stored(),
            "worker", batch.worker(), "relation", batch.relation(), "followed", Json.write(batch.followed())));
        args.put("from_key", batch.from());
        args.put("to_key", batch.to());
        args.put("passed", batch.passed());
        args.put("file", batch.file());
        args.put("sha256", batch.sha256());
        args.put("file_bytes", batch.fileBytes());
        target.read(connection, "own/ledger_batch", Integer.class, args);
    }

    /** Up to where everything of a relation is done; null when nothing is. */
    String passed(Connection connection, long relation) {
        return target.read(connection, "own/ledger_passed", String.class, Map.of("run", run, "relation", relation)).stream().findFirst().orElse(null);
    }

    /** The files in a folder that a committed batch names, of this run or of any other. */
    List<String> files(Connection connection, String folder) {
        return target.read(connection, "own/ledger_files", String.class, Map.of("folder", folder));
    }

    /** Rows of another table that followed by its foreign key. */
    public record Followed(long oid, long rows) {}

    /** What has followed in committed batches, by table. */
    Map<Long, Long> followed(Connection connection) {
        var all = new HashMap<Long, Long>();
        target.read(connection, "own/ledger_followed", Followed.class, Map.of("run", run)).forEach(f -> all.put(f.oid(), f.rows()));
        return all;
    }

    Position position(Connection connection) {
        return target.read(connection, "own/ledger_position", Position.class, Map.of("run", run)).get(0);
    }

    /** The run has ended, but rows still match. */
    void remains(Connection connection) {
        target.read(connection, "own/ledger_remainder", Integer.class, Map.of("run", run));
    }

    void end(Connection connection, String outcome) {
        end(connection, run, outcome);
    }

    /**
     * Declares the run dead from outside: ends its session should it still live, raises the epoch, and only then reads the sum. The update
     * waits for a batch that is just committing, also for one whose commit this console has not heard of.
     */
    Position bury(String outcome) {
        return target.working(connection -> {
            for (var pid : target.read(connection, "own/ledger_backend", Integer.class, Map.of("run", run))) {
                target.read(connection, "own/backend_end", Boolean.class, Map.of("pid", pid));
            }
            try (var statement = connection.createStatement()) {
                statement.execute("set local lock_timeout = '20s'");
            }
            end(connection, run, outcome);
            return position(connection);
        });
    }

    private void end(Connection connection, UUID which, String outcome) {
        target.read(connection, "own/ledger_end", Integer.class, Map.of("run", which, "outcome", outcome));
    }
}
