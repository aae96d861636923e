package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caretaker.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/** Files of exports among others: a disk that is full, the system's own tools, and a PostgreSQL that writes them and reads them back. */
class ExportDiskTest {
    private static final String CSV = "format csv, header";
    @TempDir
    private Path temp;

    private static boolean runs(ProcessBuilder process) {
        try {
            return process.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static boolean runs(String... command) {
        return runs(new ProcessBuilder(command));
    }

    @ParameterizedTest
    @EnumSource
    @Catalogue("C10")
    void aFullDiskIsNamedAndNothingStaysOnIt(Compression compression) throws IOException {
        var disk = Files.createDirectory(temp.resolve("disk"));
        assumeTrue("root".equals(System.getProperty("user.name")) && runs("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()), "needs root and mount");
        try {
            var folder = new ExportFolder(disk.resolve("exports")).ofRun("shop", "public.events", "run-7");
            var noise = new byte[8 << 20];
            new Random(1).nextBytes(noise);
            var error = assertThrows(IOException.class, () -> {
                try (var file = ExportFile.create(folder, "batch-1", compression)) {
                    file.out().write(noise);
                    file.seal();
                }
            });
            assertTrue(error.getMessage().contains("could not be written to the disk " + disk + " (tmpfs), which has 0 bytes left: "), error.getMessage());
            assertEquals(0, folder.toFile().list().length);
            try (var file = ExportFile.create(folder, "batch-1", compression)) {
                file.out().write(Csv.plain(1000));
                assertEquals(1000, file.seal().rows(), "with room again it goes on");
            }
        } finally {
            assertTrue(runs("umount", disk.toString()));
        }
    }

    @ParameterizedTest
    @CsvSource({"ZSTD,zstd", "GZIP,gzip"})
    @Catalogue("C13")
    void theSystemsOwnToolsReadIt(Compression compression, String tool) throws IOException {
        assumeTrue(runs(tool, "--version"), tool + " is not installed");
        var csv = Csv.hostile();
        var folder = new ExportFolder(temp.resolve("exports")).ofRun("shop", "public.events", "run-7");
        ExportFile.Sealed sealed;
        try (var file = ExportFile.create(folder, "batch-1", compression)) {
            file.out().write(csv);
            sealed = file.seal();
        }
        assertTrue(runs(tool, "-t", sealed.path().toString()));
        var process = new ProcessBuilder(tool, "-dc", sealed.path().toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertArrayEquals(csv, process.getInputStream().readAllBytes());
    }

    @ParameterizedTest
    @EnumSource
    @Catalogue("C8")
    void whatTheServerWritesItReadsBackUnchanged(Compression compression) throws IOException, SQLException {
        var address = TestServer.database("export");
        try (var connection = TestServer.connect(address); var statement = connection.createStatement()) {
            statement.execute("create table hostile (id integer, \"a\nb\" text, c text)");
            try (var insert = connection.prepareStatement("insert into hostile values (?, ?, ?)")) {
                for (int i = 0; i < Csv.HOSTILE.size() * Csv.HOSTILE.size(); i++) {
                    insert.setInt(1, i);
                    insert.setString(2, Csv.HOSTILE.get(i / Csv.HOSTILE.size()));
                    insert.setString(3, Csv.HOSTILE.get(i % Csv.HOSTILE.size()));
                    insert.execute();
                }
            }
            statement.execute("create table narrow (t text); insert into narrow values (null), (''), ('\\.'), ('a'), (E'\\n'), (null); create table empty (t text)");
            for (var table : List.of("hostile", "narrow", "empty")) {
                statement.execute("create table back_" + table + " (like " + table + ")");
                there(connection.unwrap(PGConnection.class), table, compression);
                for (var query : List.of("table %s except all table back_%s", "table back_%s except all table %s")) {
                    try (var rows = statement.executeQuery("select count(*) from (" + query.formatted(table, table) + ") as x")) {
                        rows.next();
                        assertEquals(0, rows.getLong(1), table);
                    }
                }
            }
        }
    }

    /** Out of the table into a file, and from there into its copy. */
    private void there(PGConnection connection, String table, Compression compression) throws IOException, SQLException {
        var folder = new ExportFolder(temp.resolve("exports")).ofRun("shop", table, "run-7");
        ExportFile.Sealed sealed;
        long sent;
        try (var file = ExportFile.create(folder, "batch-1", compression)) {
            sent = connection.getCopyAPI().copyOut("copy " + table + " to stdout with (" + CSV + ")", file.out());
            sealed = file.seal();
        }
        assertEquals(sent, sealed.rows(), table);
        try (var raw = ExportReader.open(sealed.path(), ManifestTest.of(sealed, compression))) {
            assertEquals(sent, connection.getCopyAPI().copyIn("copy back_" + table + " from stdin with (" + CSV + ")", raw));
        }
    }

    @Test
    @Catalogue("C11")
    void theBuffersStaySmallForAnySize() throws IOException {
        var csv = Csv.plain(2000);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var output = temp.resolve("output").toFile();
        var process = new ProcessBuilder(java, "-Xmx16m", "-XX:MaxDirectMemorySize=4m", "-cp", System.getProperty("java.class.path"), Big.class.getName(), temp.toString());
        assertEquals(0, wait(process.redirectErrorStream(true).redirectOutput(output).start()), () -> read(output.toPath()));
        assertTrue(read(output.toPath()).contains(String.valueOf(csv.length * 2000L)), read(output.toPath()));
    }

    private static int wait(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** A process with hardly any memory that writes one large file and reads it. */
    static final class Big {
        private Big() {}

        public static void main(String[] folder) throws IOException {
            var rows = Csv.plain(2000);
            var exports = new ExportFolder(Path.of(folder[0]).resolve("exports")).ofRun("shop", "public.events", "run-7");
            ExportFile.Sealed sealed;
            try (var file = ExportFile.create(exports, "batch-1", Compression.ZSTD)) {
                for (int i = 0; i < 2000; i++) {
                    file.out().write(rows);
                }
                sealed = file.seal();
            }
            long read = 0;
            try (var raw = ExportReader.open(sealed.path(), ManifestTest.of(sealed, Compression.ZSTD))) {
                var buffer = new byte[1 << 16];
                for (int n = raw.read(buffer); n >= 0; n = raw.read(buffer)) {
                    read += n;
                }
            }
            System.out.println(read);
        }
    }
}
