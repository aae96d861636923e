package caretaker.run;

import caretaker.db.Target;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads for the pacer what the server says about its load, when it is time. */
final class Lookout {
    private final Target target;
    private final Pacer pacer;
    private final String oids;

    Lookout(Target target, Plan.Move move, Pacer pacer) {
        this.target = target;
        this.pacer = pacer;
        this.oids = move.leaves().stream().map(l -> String.valueOf(l.oid())).collect(Collectors.joining(",", "{", "}"));
    }

    /** Looks in a transaction of its own. */
    void look(Connection connection) throws SQLException {
        if (pacer.curious()) {
            var now = target.read(connection, "own/pace_signals", Pacer.Signals.class, Map.of("oids", oids));
            connection.commit();
            now.forEach(pacer::read);
        }
    }
}
