package caretaker.run;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Quote;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Cancels statements and ends sessions of a managed database, each written to the log with who asked and why. */
public final class Sessions {
    /** A session as it is now; isSuperuser: of a superuser, while our login is none. */
    public record Session(String userName, String databaseName, String applicationName, String backendType, String state, String query, Boolean isSuperuser,
                          Boolean isOwn) {}

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private final Targets targets;
    private final Runs runs;

    public Sessions(Targets targets, Runs runs) {
        this.targets = targets;
        this.runs = runs;
    }

    /** Cancels what the session runs; the session goes on. Throws a UserError when that may not be, and the log says so. */
    public long cancel(Database database, int pid, Instant backendStart, String person, String reason) {
        return signal(database, pid, backendStart, "cancel", "own/session_cancel", person, reason);
    }

    /** Ends the session; its transaction is rolled back. Throws a UserError when that may not be, and the log says so. */
    public long terminate(Database database, int pid, Instant backendStart, String person, String reason) {
        return signal(database, pid, backendStart, "terminate", "own/session_terminate", person, reason);
    }

    private long signal(Database database, int pid, Instant backendStart, String what, String statement, String person, String reason) {
        if (reason == null || reason.isBlank()) {
            throw UserError.of("reason", "Write why: it stands in the log.");
        }
        var title = (what.equals("cancel") ? "Cancel the statement of session " : "Terminate session ") + pid;
        var which = Map.of("pid", pid, "backend_start", backendStart);
        try {
            var session = targets.of(database).reading(c -> {
                var found = look(targets.of(database), c, pid, which);
                if (!targets.of(database).read(c, statement, Boolean.class, which).equals(List.of(true))) {
                    throw gone(pid);
                }
                return found;
            }, LIMIT);
            return log(database, what, title, person, reason, "done", null, pid, session);
        } catch (UserError e) {
            log(database, what, title, person, reason, "refused", e.getMessage(), pid, null);
            throw e;
        } catch (TargetError e) {
            var sentence = e.sentence() + "." + (e.sqlState().equals("42501") ? " This grant allows it: grant pg_signal_backend to " + Quote.name(database.login()) + ";" : "");
            log(database, what, title, person, reason, "refused", sentence, pid, null);
            throw UserError.refused(sentence);
        }
    }

    private static Session look(Target target, java.sql.Connection connection, int pid, Map<String, ?> which) {
        var session = target.read(connection, "own/session_look", Session.class, which).stream().findFirst().orElseThrow(() -> gone(pid));
        if (Boolean.TRUE.equals(session.isOwn())) {
            throw UserError.refused("Session " + pid + " is Caretaker's own (" + session.applicationName() + "). Runs are stopped on their page, after their batch.");
        }
        if (Boolean.TRUE.equals(session.isSuperuser())) {
            throw UserError.refused("Session " + pid + " belongs to the superuser " + session.userName() + ". PostgreSQL lets only superusers end it; no grant changes that.");
        }
        return session;
    }

    private static UserError gone(int pid) {
        return UserError.refused("Session " + pid + " has ended, or its number now belongs to another session. Nothing was sent.");
    }

    private long log(Database database, String what, String title, String person, String reason, String status, String refusal, int pid, Session session) {
        var details = new java.util.LinkedHashMap<String, Object>(Map.of("pid", pid, "why", reason.strip()));
        if (session != null) {
            details.put("user", String.valueOf(session.userName()));
            details.put("application", String.valueOf(session.applicationName()));
            details.put("statement", String.valueOf(session.query()));
        }
        return runs.record(new Entry(what, title, person, database.id(), database.name(), database.environment(),
            session == null ? "session " + pid : "session " + pid + " of " + session.userName(), null, null, null, null, null, null, refusal, details), status);
    }
}
