package caretaker.db;

import caretaker.UserError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.sql.DataSource;

/** Applies the files of a folder under sql/ in name order, once, all new ones in one transaction; a file that changed after it was applied stops the start. */
public final class Migrations {
    private static final long LOCK = 7_310_579_616_542_001L;

    private Migrations() {}

    /** Brings the store's schema up to date; several consoles may start at once. */
    static void store(DataSource source, Sql sql) {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "select pg_advisory_xact_lock(" + LOCK + ")");
            execute(connection, sql.get("own/migration_prepare"));
            var applied = applied(connection, sql.get("own/migration_list"));
            for (var name : sql.names("store")) {
                apply(connection, sql, name, applied);
            }
            connection.commit();
        } catch (SQLException e) {
            throw TargetError.of("The store", e);
        }
    }

    private static void apply(Connection connection, Sql sql, String name, Map<String, String> applied) throws SQLException {
        var text = sql.get("store/" + name);
        var hash = sha256(text);
        var before = applied.get(name);
        if (before != null && !before.equals(hash)) {
            throw UserError.of("The file sql/store/" + name + ".sql was changed after it had been applied to this store; restore it and add a new file instead.");
        }
        if (before == null) {
            execute(connection, text);
            try (var insert = connection.prepareStatement(sql.get("own/migration_add").replace(":name", "?").replace(":hash", "?"))) {
                insert.setString(1, name);
                insert.setString(2, hash);
                insert.executeUpdate();
            }
        }
    }

    private static Map<String, String> applied(Connection connection, String query) throws SQLException {
        var applied = new HashMap<String, String>();
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                applied.put(rows.getString(1), rows.getString(2));
            }
        }
        return applied;
    }

    private static void execute(Connection connection, String text) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /** The SHA-256 of a text as hexadecimal digits. */
    public static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
