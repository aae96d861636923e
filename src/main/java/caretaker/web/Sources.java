package caretaker.web;

import caretaker.db.Quote;
import caretaker.db.Store;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Where the figures of a page come from: when each series was read in each database, what stopped it, and the grant that would show more. */
public record Sources(List<Taken> all) {

    /** A series of a database; takenAt is null before the first answer, error is PostgreSQL's own sentence, nulls of the rights are not known yet. */
    public record Taken(long databaseId, String databaseName, String zone, String login, String series, Instant takenAt, Integer tookMs, String error,
                        Boolean isSuperuser, Boolean readsStats, Boolean readsSettings, Boolean signals, boolean inRecovery) {
        /** Why there is nothing to show, or null. */
        String missing() {
            return takenAt != null ? null : error != null ? error + "." : "It has not been read yet; the collector comes round within minutes.";
        }
    }

    /** What cannot be known in a database, why, and the statement that would end it or null. */
    public record Gap(String databaseName, String what, String why, String grant) {}

    static Sources of(Store store, Long database, String... series) {
        var args = new HashMap<String, Object>(Map.of("series", String.join(",", series)));
        args.put("database", database);
        return new Sources(store.list("observe/sources", Taken.class, args));
    }

    /** The oldest answer of a series, or null when one of the databases has none. */
    public Instant at(String series) {
        return of(series).stream().map(Taken::takenAt).filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null);
    }

    /** True when any database has answered. */
    public boolean known(String series) {
        return at(series) != null;
    }

    /** For the right end of a panel's head. */
    public String provenance(String series, Format f) {
        var slowest = of(series).stream().map(Taken::tookMs).filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null);
        return at(series) == null ? "not read yet" : f.ago(at(series)) + (slowest == null ? "" : ", took " + f.millis(slowest));
    }

    /** Series that are missing or whose newest attempt failed: a line for each reason. */
    public List<Gap> gaps() {
        return all.stream().filter(t -> t.takenAt == null || t.error != null).collect(Collectors.groupingBy(t -> t.databaseName + "\n" + sentence(t),
            java.util.LinkedHashMap::new, Collectors.toList())).values().stream().map(same -> new Gap(same.get(0).databaseName,
                same.stream().map(Taken::series).distinct().collect(Collectors.joining(", ")), sentence(same.get(0)), null)).toList();
    }

    /** Databases whose login sees only its own sessions. */
    public List<Gap> hiddenSessions() {
        return logins().stream().filter(t -> Boolean.FALSE.equals(t.readsStats)).map(t -> new Gap(t.databaseName, t.login,
            "sees only its own sessions; PostgreSQL hides what others do.", "grant pg_monitor to " + Quote.name(t.login))).toList();
    }

    /** Databases whose login does not see all settings. */
    public List<Gap> hiddenSettings() {
        return logins().stream().filter(t -> Boolean.FALSE.equals(t.readsSettings)).map(t -> new Gap(t.databaseName, t.login,
            "does not see settings that only superusers and pg_read_all_settings see.", "grant pg_monitor to " + Quote.name(t.login))).toList();
    }

    /** Databases whose login may not end sessions of others. */
    public List<Gap> noSignals() {
        return logins().stream().filter(t -> Boolean.FALSE.equals(t.signals)).map(t -> new Gap(t.databaseName, t.login,
            "may not cancel or terminate sessions of others.", "grant pg_signal_backend to " + Quote.name(t.login))).toList();
    }

    private List<Taken> logins() {
        return all.stream().collect(Collectors.toMap(Taken::databaseId, t -> t, (a, b) -> a, java.util.LinkedHashMap::new)).values().stream().toList();
    }

    private List<Taken> of(String series) {
        return all.stream().filter(t -> t.series.equals(series)).toList();
    }

    private static String sentence(Taken t) {
        return t.takenAt == null ? t.missing() : "The newest attempt failed: " + t.error + ". Shown is what was known before.";
    }
}
