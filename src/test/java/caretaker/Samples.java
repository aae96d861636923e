package caretaker;

import caretaker.db.Store;
import java.sql.SQLException;

/** Answers of series put into a store as if the collector had read them: what a test server cannot be brought to say. */
public final class Samples {
    private Samples() {}

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
}
