package caretaker.observe;

import caretaker.UserError;
import caretaker.db.Databases;
import caretaker.db.Json;
import caretaker.db.Sql;
import caretaker.db.Store;
import caretaker.db.Targets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks every check of a database after a round of the collector, and keeps verdicts and findings: they open, change and close by themselves. */
public final class Checks {
    /** The nine of the health command, in its order. */
    public static final List<String> HEALTH = List.of("connectivity", "connection_pool", "table_sizes", "row_counts", "data_age", "long_running_queries",
        "blocked_queries", "index_health", "vacuum_status");
    private static final Duration PAUSE = Duration.ofMinutes(5).minusSeconds(30); // rounds come every five minutes, some seconds early or late

    /** A threshold that differs from its default in a database. */
    public record Changed(String checkName, String parameter, String value, String changedBy, Instant changedAt) {}

    private final Store store;
    private final Databases databases;
    private final Targets targets;
    private final InstantSource now;
    private final Map<String, Check> all;
    private final Map<Long, Instant> asked = new ConcurrentHashMap<>();

    public Checks(Store store, Databases databases, Targets targets, Sql sql, InstantSource now) {
        this.store = store;
        this.databases = databases;
        this.targets = targets;
        this.now = now;
        this.all = Check.all(sql);
    }

    public Collection<Check> all() {
        return all.values();
    }

    public Check named(String name) {
        var check = all.get(name);
        if (check == null) {
            throw UserError.notFound("The check " + name);
        }
        return check;
    }

    /** After a round: asks all checks unless that was done less than five minutes ago. */
    public void due(long databaseId) {
        var at = now.instant();
        var before = asked.get(databaseId);
        if (before == null || !before.plus(PAUSE).isAfter(at)) {
            run(databaseId);
        }
    }

    /** Asks all checks of a database now; those of the server only when this database speaks for it. */
    public void run(long databaseId) {
        asked.put(databaseId, now.instant());
        var speaks = speaker(databaseId) == databaseId;
        ask(databaseId, all.values().stream().filter(c -> !c.server() || speaks).map(Check::name).toList());
        store.update("own/verdict_forget", Map.of("database_id", databaseId, "at", now.instant(), "names", Json.write(all.keySet())));
    }

    /** Asks some checks of a database now, keeps what they said and gives it back; checks of the server are asked here but kept with the one that speaks for it. */
    public Map<String, Answer> ask(long databaseId, Collection<String> names) {
        var speaks = speaker(databaseId) == databaseId;
        var asking = new Asking(store, targets, databases.byId(databaseId), now.instant());
        var changed = changed(databaseId);
        var answers = new LinkedHashMap<String, Answer>();
        for (var name : names) {
            var check = named(name);
            var thresholds = changed.getOrDefault(name, Map.of());
            var began = System.nanoTime();
            var answer = asking.ask(check, thresholds);
            answers.put(name, answer);
            if (!check.server() || speaks) {
                var ms = (int) Duration.ofNanos(System.nanoTime() - began).toMillis();
                save(databaseId, check, answer, answer.detail() != null ? answer.detail() : check.limit(thresholds), ms);
            }
        }
        return answers;
    }

    /** The database that answers for the server of this one. */
    private long speaker(long databaseId) {
        return store.one("own/check_speaker", Long.class, Map.of("database_id", databaseId));
    }

    /** The thresholds of a database that differ from the defaults, by check and parameter; those of the server's checks are shared by its databases. */
    public Map<String, Map<String, String>> changed(long databaseId) {
        var changed = new HashMap<String, Map<String, String>>();
        store.list("own/check_thresholds", Changed.class, Map.of("database_id", databaseId, "server", Json.write(all.values().stream().filter(Check::server).map(Check::name).toList())))
            .forEach(c -> changed.computeIfAbsent(c.checkName, n -> new HashMap<>()).put(c.parameter, c.value));
        return changed;
    }

    /** Sets the thresholds of a check in one database (what equals its default is no change) and asks it again. A UserError names the first wrong field. */
    public void set(long databaseId, String name, Map<String, String> values, String person) {
        var check = named(name);
        store.inTransaction(tx -> {
            values.forEach((parameter, text) -> {
                var threshold = check.threshold(parameter);
                var value = threshold.checked(text);
                tx.update("own/threshold_remove", Map.of("database_id", databaseId, "check_name", name, "parameter", parameter, "server", check.server()));
                if (!value.equals(threshold.standard())) {
                    tx.update("own/threshold_save", Map.of("database_id", databaseId, "check_name", name, "parameter", parameter, "value", value, "person", person, "at", now.instant()));
                }
            });
            return null;
        });
        ask(check.server() ? speaker(databaseId) : databaseId, List.of(name));
    }

    private void save(long databaseId, Check check, Answer answer, String words, int ms) {
        var which = Map.<String, Object>of("database_id", databaseId, "check_name", check.name());
        var args = new HashMap<>(which);
        args.put("at", now.instant());
        args.put("findings", Json.write(answer.findings()));
        store.inTransaction(tx -> {
            if (check.server()) {
                tx.update("own/verdict_adopt", which);
            }
            if (answer.unknown() == null) {
                tx.update("own/finding_close", args);
            }
            args.put("scope", check.scope());
            tx.update("own/finding_save", args);
            args.put("findings", answer.findings().size());
            args.put("severity", answer.severity());
            args.put("unknown", answer.unknown());
            args.put("detail", words);
            args.put("grant_statement", answer.grant());
            args.put("ms", ms);
            tx.update("own/verdict_save", args);
            return null;
        });
    }
}
