package caretaker.observe;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Store;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One round of questions to one database; what cannot be answered is unknown, in PostgreSQL's own words. */
final class Asking {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** The server and the login that asks. */
    public record Asker(int major, boolean monitors, String monitorGrant, String login) {}

    /** What is known of a series. */
    public record Sampled(String series, Instant takenAt, String error) {}

    private final Store store;
    private final Targets targets;
    private final Database database;
    private final Instant at;
    private final Map<String, Sampled> series;
    private Asker asker;
    private String silent; // why the database cannot be asked anything, once that is known

    Asking(Store store, Targets targets, Database database, Instant at) {
        this.store = store;
        this.targets = targets;
        this.database = database;
        this.at = at;
        series = store.list("own/check_series", Sampled.class, Map.of("database_id", database.id())).stream().collect(Collectors.toMap(Sampled::series, s -> s));
    }

    Answer ask(Check check, Map<String, String> changed) {
        try {
            return check.stored() ? ofStore(check, changed) : ofTarget(check, changed);
        } catch (TargetError e) {
            if (e.unreachable()) {
                silent = e.sentence();
            }
            return Answer.unknown(e.sentence() + (e.sqlState().equals("57014") ? " (limit " + LIMIT.toSeconds() + " s)" : ""),
                e.sqlState().equals("42501") && asker != null ? asker.monitorGrant() : null);
        } catch (UserError e) {
            silent = e.getMessage();
            return Answer.unknown(silent, null);
        }
    }

    private Answer ofStore(Check check, Map<String, String> changed) {
        for (var name : check.series()) {
            var sampled = series.get(name);
            if (sampled == null || sampled.takenAt() == null && sampled.error() == null) {
                return Answer.unknown("The collector has not sampled " + name + " yet.", null);
            }
            if (sampled.error() != null) {
                return Answer.unknown(sampled.error(), null);
            }
        }
        var args = new HashMap<>(check.bound(changed));
        args.put("database", database.id());
        if (check.timed()) {
            args.put("at", at);
        }
        try {
            return Answer.of(store.list(check.file(0), Answer.Finding.class, args));
        } catch (RuntimeException e) {
            throw TargetError.of("The store", e);
        }
    }

    private Answer ofTarget(Check check, Map<String, String> changed) {
        if (silent != null) {
            return Answer.unknown(silent, null);
        }
        var target = targets.of(database);
        if (asker == null) {
            asker = target.read("own/check_asker", Asker.class, Map.of()).get(0);
        }
        if (check.monitors() && !asker.monitors()) {
            return Answer.unknown("The login " + asker.login() + " is no member of pg_monitor and does not see what other logins do.", asker.monitorGrant());
        }
        List<Answer.Finding> rows = target.reading(c -> target.read(c, check.file(asker.major()), Answer.Finding.class, check.bound(changed)), LIMIT);
        return Answer.of(rows);
    }
}
