package caretaker.bench;

import caretaker.TestServer;
import caretaker.run.Compression;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/** What a person would write: the bounds, in one transaction, and the recipe of batches that search again from the start. */
final class ByHand {
    private static final String BATCH = " and ctid in (select ctid from events where " + Events.DUE + " limit 10000)";
    /** The bound of an archive: everything in one transaction, as fast as it goes. */
    static final String ARCHIVE_AT_ONCE = "begin; insert into events_archive select *, now() from events where " + Events.DUE
        + "; delete from events where " + Events.DUE + "; commit";
    private static final Path FILE = Path.of("target", "bench", "by-hand.csv.zst");
    private final Events events;
    private final List<String> archive;

    /** archive: the statements that make the archive table, the same that Caretaker would run. */
    ByHand(Events events, List<String> archive) {
        this.events = events;
        this.archive = archive;
    }

    private interface Work {
        void apply(Connection connection) throws SQLException, IOException;
    }

    /** The bound of an action. */
    double atOnce(String action) throws SQLException {
        return switch (action) {
            case "archive" -> seconds(true, false, connection -> once(connection, ARCHIVE_AT_ONCE));
            case "delete" -> seconds(false, false, connection -> once(connection, "delete from events where " + Events.DUE));
            default -> seconds(false, false, ByHand::export);
        };
    }

    double archiveInBatches(boolean snapshot) throws SQLException {
        return seconds(true, snapshot, connection -> batches(connection, "with gone as (delete from events where " + Events.DUE + BATCH
            + " returning *) insert into events_archive select *, now() from gone"));
    }

    double deleteInBatches() throws SQLException {
        return seconds(false, false, connection -> batches(connection, "delete from events where " + Events.DUE + BATCH));
    }

    private static void export(Connection connection) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (var file = new BufferedOutputStream(Compression.ZSTD.wrap(Files.newOutputStream(FILE)), 1 << 16)) {
            connection.unwrap(PGConnection.class).getCopyAPI()
                .copyOut("copy (delete from events where " + Events.DUE + " returning *) to stdout with (format csv, header)", file);
        }
        connection.commit();
    }

    private static void once(Connection connection, String statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    private static void batches(Connection connection, String text) throws SQLException {
        try (var statement = connection.prepareStatement(text)) {
            while (statement.executeUpdate() > 0) {
                // the next ten thousand
            }
        }
    }

    private double seconds(boolean archived, boolean snapshot, Work work) throws SQLException {
        try (var copy = Copy.of(events)) {
            if (archived) {
                archive.forEach(statement -> TestServer.execute(copy.address(), statement));
            }
            copy.settle();
            double seconds;
            try (var connection = TestServer.connect(copy.address()); var other = snapshot ? copy.oldSnapshot() : null) {
                long started = System.nanoTime();
                work.apply(connection);
                seconds = (System.nanoTime() - started) / 1e9;
            }
            events.verifyMoved(copy.address(), archived);
            Files.deleteIfExists(FILE);
            return seconds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
