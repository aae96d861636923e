package caretaker.observe;

import caretaker.UserError;
import caretaker.db.Databases;
import caretaker.db.Json;
import caretaker.db.Quote;
import caretaker.db.Sql;
import caretaker.db.Store;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one series of one database and writes the answer, its numbers over time, and what the asking cost. */
final class SeriesSampler {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesSampler.class);

    private record Answer(String rows, int ms) {}

    private final Store store;
    private final Databases databases;
    private final Targets targets;
    private final Sql sql;
    private final InstantSource now;
    private final Map<String, UnaryOperator<String>> beside;

    /** beside: what the console itself adds to the rows of a series, which the database cannot tell. */
    SeriesSampler(Store store, Databases databases, Targets targets, Sql sql, InstantSource now, Map<String, UnaryOperator<String>> beside) {
        this.store = store;
        this.databases = databases;
        this.targets = targets;
        this.sql = sql;
        this.now = now;
        this.beside = beside;
    }

    /** False when the database could not be reached at all; what else failed is written down with the series. */
    boolean sample(long databaseId, Series series) {
        var at = now.instant();
        var began = System.nanoTime();
        try {
            var answer = ask(databaseId, series, at);
            for (long id : series.ofServer() ? store.list("own/series_peers", Long.class, Map.of("database_id", databaseId)) : List.of(databaseId)) {
                store.inTransaction(tx -> save(tx, id, series, answer, at));
            }
            return true;
        } catch (TargetError e) {
            if (e.unreachable()) {
                databases.contacted(databaseId, null, e.sentence());
            }
            failed(databaseId, series, e.sentence(), began);
            return !e.unreachable();
        } catch (UserError e) {
            failed(databaseId, series, e.getMessage(), began);
            return true;
        } catch (RuntimeException e) {
            LOG.warn("The series {} of database {} could not be kept", series.name(), databaseId, e);
            failed(databaseId, series, "The answer could not be kept; the console's own log says why.", began);
            return true;
        }
    }

    private Answer ask(long databaseId, Series series, Instant at) {
        var target = targets.of(databaseId);
        var parameters = parameters(databaseId, series, at);
        return target.reading(c -> {
            var text = sql.get(series.file(sql, c.getMetaData().getDatabaseMajorVersion()));
            if (series.extension() != null) {
                var schema = target.read(c, "observe/extension", String.class, Map.of("extension", series.extension())).stream().findFirst()
                    .orElseThrow(() -> UserError.of("The extension " + series.extension() + " is not installed in this database."));
                text = text.replace("@extschema@", Quote.name(schema));
            }
            var began = System.nanoTime();
            var rows = target.document(c, text, parameters);
            var ms = ms(began);
            return new Answer(beside.getOrDefault(series.name(), UnaryOperator.identity()).apply(rows), ms);
        }, series.limit());
    }

    /** The header's, and with a file own/SERIES_known what the store knows already and need not be told again. */
    private Map<String, String> parameters(long databaseId, Series series, Instant at) {
        if (!there(series.name() + "_known")) {
            return series.parameters();
        }
        var parameters = new HashMap<>(series.parameters());
        parameters.put("known", store.one("own/" + series.name() + "_known", String.class, Map.of("database_id", databaseId, "at", at)));
        return parameters;
    }

    private Void save(Store tx, long id, Series series, Answer answer, Instant at) {
        var hasTable = hasTable(series);
        if (hasTable) {
            tx.update("own/" + series.name() + "_save", Map.of("database_id", id, "at", at, "rows", answer.rows));
        }
        if (there(series.name() + "_judge")) {
            var all = new HashMap<String, Object>(Map.of("database_id", id));
            all.put("oid", null);
            tx.update("own/" + series.name() + "_judge", all);
        }
        if (!series.history().isEmpty()) {
            figures(tx, id, series.name(), answer.rows, series.key(), series.history(), at);
        }
        cost(tx, id, series.name(), answer.ms, at);
        tx.update("own/series_save", Map.of("database_id", id, "series", series.name(), "at", at, "ms", answer.ms, "rows", hasTable ? "[]" : answer.rows,
            "seconds", series.every().toSeconds()));
        return null;
    }

    /** A file own/SERIES_save that takes rows; own/database_save, for one, is about something else. */
    private boolean hasTable(Series series) {
        var name = series.name() + "_save";
        return there(name) && sql.get("own/" + name).contains(":rows");
    }

    private boolean there(String name) {
        return sql.names("own").contains(name);
    }

    /** What asking cost the database: a number over time as well. */
    static void cost(Store store, long id, String name, int ms, Instant at) {
        figures(store, id, "caretaker", Json.write(List.of(Map.of("series", name, "ms", ms))), List.of("series"), List.of("ms"), at);
    }

    private static void figures(Store store, long id, String name, String rows, List<String> key, List<String> history, Instant at) {
        store.update("own/figure_save", Map.of("database_id", id, "series", name, "at", at, "rows", rows, "key", Json.write(key), "history", Json.write(history)));
    }

    private void failed(long databaseId, Series series, String sentence, long began) {
        store.update("own/series_failed", Map.of("database_id", databaseId, "series", series.name(), "ms", ms(began), "error", sentence,
            "seconds", series.every().toSeconds()));
    }

    private static int ms(long began) {
        return (int) Duration.ofNanos(System.nanoTime() - began).toMillis();
    }
}
