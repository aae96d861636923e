package caretaker;

import caretaker.db.Address;
import caretaker.db.Sql;
import caretaker.db.Store;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Answers of series put into a store as the collector would: asked of a database as some login, or made up. */
public final class Samples {
    /** The series of the observing pages. */
    public static final List<String> ALL = List.of("powers", "activity", "locks", "vacuum", "horizon", "ages", "progress", "partitions", "replication", "slots", "settings",
        "sequences", "extensions", "roles", "grants", "rls", "views", "refreshes");

    private Samples() {}

    /** Asks these series (all of ALL without any) with the rights of the address's login; what PostgreSQL refuses is kept as its sentence. */
    public static void take(Store store, long databaseId, Address address, String... series) {
        for (var name : series.length == 0 ? ALL : List.of(series)) {
            try (var connection = TestServer.connect(address); var statement = connection.createStatement()) {
                statement.execute("set search_path = pg_catalog, pg_temp; set timezone = utc; set application_name = 'caretaker reading'; set default_transaction_read_only = on");
                var text = Sql.load(null).get(file(name)).stripTrailing();
                try (var rows = statement.executeQuery("select coalesce(jsonb_agg(to_jsonb(q)), '[]') from (" + text.substring(0, text.length() - 1) + ") as q")) {
                    rows.next();
                    put(store, databaseId, name, rows.getString(1));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(name + ": " + e.getMessage(), e);
            }
        }
    }

    /** Puts an answer as it is. */
    public static void put(Store store, long databaseId, String series, String rows) {
        write(store, databaseId, series, rows, null);
    }

    /** Puts the sentence with which PostgreSQL refused. */
    public static void fail(Store store, long databaseId, String series, String sentence) {
        write(store, databaseId, series, null, sentence);
    }

    private static void write(Store store, long databaseId, String series, String rows, String error) {
        try (var connection = store.connection(); var insert = connection.prepareStatement("""
                insert into caretaker_store.series as s (database_id, series, taken_at, took_ms, rows, error)
                values (?, ?, case when ?::text is null then now() end, 3, coalesce(?::jsonb, '[]'), ?)
                on conflict (database_id, series) do update
                set taken_at = coalesce(excluded.taken_at, s.taken_at), rows = case when excluded.error is null then excluded.rows else s.rows end, error = excluded.error""")) {
            insert.setLong(1, databaseId);
            insert.setString(2, series);
            insert.setString(3, error);
            insert.setString(4, rows);
            insert.setString(5, error);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The highest variant that fits the server. */
    private static String file(String series) {
        var names = Sql.load(null).names("collect");
        return "collect/" + Stream.of(18, 17, 16, 15, 14).filter(v -> v <= TestServer.majorVersion()).map(v -> series + ".pg" + v).filter(names::contains).findFirst().orElse(series);
    }
}
