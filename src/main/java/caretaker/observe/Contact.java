package caretaker.observe;

import caretaker.db.Databases;
import caretaker.db.Target;
import java.sql.Connection;
import java.time.Instant;
import java.util.Map;

/** What a contact tells about server, database and login; loginPowers is null when the login is harmless. */
public record Contact(String systemIdentifier, String serverVersion, int major, boolean inRecovery, Instant startedAt, String loginPowers, boolean hasLedger, Long sizeBytes) {

    /** Asks a managed database who and what it is. */
    public static Contact read(Target target, Connection connection) {
        return target.read(connection, "observe/contact", Contact.class, Map.of()).get(0);
    }

    Databases.ServerFacts facts() {
        return new Databases.ServerFacts(systemIdentifier, serverVersion, loginPowers);
    }
}
