package caretaker.observe;

import caretaker.db.Target;
import java.sql.Connection;
import java.util.Map;

/** What a login may do in a database, counted over its tables; each …Grant is the statement that gives what is lacking, null when nothing is. */
public record Rights(String login, int version, String serverVersion, boolean inRecovery, boolean encrypted, String cipher, boolean sameMachine,
                     String powers, String weakenGrant, boolean monitors, String monitorGrant, long tables, long readable, long changeable,
                     long maintainable, long hidden, String selectGrant, String changeGrant, String closedSchemas, String createGrant,
                     boolean mayInstall, String installGrant, String maintainGrant) {

    public static Rights read(Target target, Connection connection) {
        return target.read(connection, "observe/rights", Rights.class, Map.of()).get(0);
    }

    int major() {
        return version / 10_000;
    }
}
