package caretaker.storm;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.postgresql.PGConnection;

/** Brings the rows of committed export files into a temporary table: only of files that the ledger names, and only while they are what it says. */
final class Filed {
    private final Path folder;

    Filed(Path folder) {
        this.folder = folder;
    }

    /** Loads the files of a table into pg_temp.filed and gives how many of them are missing, changed, or hold another number of rows. */
    int load(Connection connection, Plot plot) throws SQLException {
        int broken = 0;
        try (var statement = connection.createStatement()) {
            statement.execute("drop table if exists pg_temp.filed");
            statement.execute("create temporary table filed (id bigint, at timestamptz, body text, amount numeric)");
            try (var files = statement.executeQuery("select b.file, b.sha256, b.rows from caretaker.batch as b join caretaker.run as r on r.run = b.run"
                + " where r.relation = '" + plot.name() + "'::regclass and b.file is not null and b.restored_by is null order by b.run, b.no")) {
                while (files.next()) {
                    broken += load(connection, folder.resolve(files.getString(1)), files.getString(2), files.getLong(3)) ? 0 : 1;
                }
            }
        }
        return broken;
    }

    private static boolean load(Connection connection, Path file, String sha256, long rows) throws SQLException {
        try {
            var bytes = Files.readAllBytes(file);
            if (!HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)).equals(sha256)) {
                return false;
            }
            try (var csv = unpacked(file, bytes)) {
                return connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy pg_temp.filed from stdin with (format csv, header)", csv) == rows;
            }
        } catch (IOException e) {
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream unpacked(Path file, byte[] bytes) throws IOException {
        var packed = new ByteArrayInputStream(bytes);
        return file.toString().endsWith(".zst") ? new ZstdInputStream(packed) : file.toString().endsWith(".gz") ? new GZIPInputStream(packed) : packed;
    }
}
