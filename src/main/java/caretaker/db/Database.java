package caretaker.db;

import java.time.Instant;
import java.time.ZoneId;

/**
 * A database under care, without its password. Null server facts mean that it has never been reached. approval: plans that remove rows want a second
 * person; workers: how many sessions may move rows at once; stoppedAt is not null while the big stop holds.
 */
public record Database(long id, String name, String host, int port, String dbname, String login, String tls, String environment,
                       String zone, boolean allowSuperuser, String systemIdentifier, String serverVersion, String loginPowers,
                       Instant contactAt, String contactError, Instant sampledAt, Integer sampleMs, String sampleError,
                       boolean approval, int workers, Instant stoppedAt, String stoppedBy, String stoppedReason) {

    public ZoneId zoneId() {
        return ZoneId.of(zone);
    }

    public boolean production() {
        return environment.equals("production");
    }

    /** True when runs may change data: nothing in the login's powers forbids it, or an admin has allowed it. */
    public boolean mayChange() {
        return loginPowers == null || allowSuperuser;
    }

    /** Why nothing may begin while the big stop holds; null when something may. */
    public String stopped() {
        return stoppedAt == null ? null : "All work in " + name + " was stopped by " + stoppedBy + ": " + stoppedReason;
    }

    /** What a stored password is bound to: changing any of it makes the password unreadable, so it cannot be sent elsewhere. */
    String place() {
        return place(host, port, dbname, login);
    }

    static String place(String host, int port, String dbname, String login) {
        return String.join("\n", host, String.valueOf(port), dbname, login);
    }
}
