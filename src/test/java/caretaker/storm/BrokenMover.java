package caretaker.storm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;
import org.postgresql.PGConnection;

/** Movers as one might write them, each with one fault in its design. The meanwhile is where another process gets its turn, or where this one dies. */
final class BrokenMover {
    private static final int BATCH = 100;
    private final Line line;
    private final Plot plot;
    private final Path folder;
    private final UUID run = UUID.randomUUID();

    BrokenMover(Line line, Plot plot, Path folder) {
        this.line = line;
        this.plot = plot;
        this.folder = folder;
        line.insist(c -> c.createStatement().execute("insert into caretaker.run (run, plan, kind, relation, relation_name, person, state, backend_pid, backend_start) values ('"
            + run + "', 1, '" + plot.action() + "', '" + plot.name() + "'::regclass, '" + plot.name() + "', 'ana', 'ended', 1, now())"));
    }

    /** Nothing wrong here: one statement deletes and stores, and the ledger is written in the same transaction. */
    void move() {
        line.insist(c -> {
            int rows = c.createStatement().executeUpdate("with gone as (delete from " + plot.name() + " where " + Plot.DUE + " returning " + Plot.COLUMNS + ") insert into "
                + plot.archive() + " select " + Plot.COLUMNS + " from gone");
            return c.createStatement().execute(batch(rows, null, null));
        });
    }

    /** Copies what is past its time, then deletes what is past its time by then. */
    void copyThenDeleteByPredicate(Runnable meanwhile) {
        line.insist(c -> c.createStatement().executeUpdate("insert into " + plot.archive() + " select " + Plot.COLUMNS + " from " + plot.name() + " where " + Plot.DUE));
        meanwhile.run();
        line.insist(c -> {
            int rows = c.createStatement().executeUpdate("delete from " + plot.name() + " where " + Plot.DUE);
            return c.createStatement().execute(batch(rows, null, null));
        });
    }

    /** Commits the rows first and records the batch afterwards, so that who resumes does not know of it. */
    void ledgerAfterCommit(Runnable meanwhile) {
        var file = folder.resolve("batch-" + line.value(next()) + ".csv");
        long rows = line.insist(c -> {
            try (var out = Files.newOutputStream(file)) {
                return c.unwrap(PGConnection.class).getCopyAPI().copyOut("copy (delete from " + plot.name() + " where " + some() + " returning " + Plot.COLUMNS
                    + ") to stdout with (format csv, header)", out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        meanwhile.run();
        line.insist(c -> c.createStatement().execute(batch(rows, file.getFileName().toString(), sha256(file))));
    }

    /** Reads a batch, and does not ask before it writes whether the run is still its own. */
    void noFence(Runnable meanwhile) {
        line.insist(c -> c.createStatement().execute("drop table if exists storm.memory; create table storm.memory as select " + Plot.COLUMNS + " from " + plot.name() + " where " + some()));
        meanwhile.run();
        line.insist(c -> {
            int rows = c.createStatement().executeUpdate("insert into " + plot.archive() + " select " + Plot.COLUMNS + " from storm.memory");
            c.createStatement().execute("delete from " + plot.name() + " where id in (select id from storm.memory)");
            return c.createStatement().execute(batch(rows, null, null));
        });
    }

    /** Writes a file in which two rows have each other's values, and only counts its rows before it deletes them. */
    void countOnlyVerification() {
        var file = folder.resolve("batch-counted.csv");
        line.insist(c -> {
            var bytes = new ByteArrayOutputStream();
            try {
                c.unwrap(PGConnection.class).getCopyAPI().copyOut("copy (select id, at, case row_number() over (order by id) when 1 then lead(body) over (order by id)"
                    + " when 2 then lag(body) over (order by id) else body end, amount from " + plot.name() + " where " + some() + ") to stdout with (format csv, header)", bytes);
                Files.write(file, bytes.toByteArray());
                long counted = bytes.toString(StandardCharsets.UTF_8).lines().count() - 1;
                int rows = c.createStatement().executeUpdate("delete from " + plot.name() + " where " + some());
                if (rows != counted) {
                    throw new SQLException("the count differs");
                }
                return c.createStatement().execute(batch(rows, file.getFileName().toString(), sha256(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private String some() {
        return "id in (select id from " + plot.name() + " where " + Plot.DUE + " order by id limit " + BATCH + ")";
    }

    private String next() {
        return "select coalesce(max(no), 0) + 1 from caretaker.batch where run = '" + run + "'";
    }

    private String batch(long rows, String file, String sha256) {
        return "insert into caretaker.batch (run, no, epoch, rows, stored, relation, file, sha256) select '" + run + "', (" + next() + "), 1, " + rows + ", 0, '" + plot.name() + "'::regclass, "
            + (file == null ? "null, null" : "'" + file + "', '" + sha256 + "'");
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
