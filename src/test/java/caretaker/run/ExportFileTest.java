package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sealed file promises: it is whole, durable, private and as it went in; and of what is not sealed nothing stays. */
class ExportFileTest {
    @TempDir
    private Path root;
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        folder = new ExportFolder(root.resolve("exports")).ofRun("shop", "public.events", "run-7");
    }

    @AfterEach
    void noProbeAndNoThreadStays() {
        Faults.probe(null);
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals("export-follower")));
    }

    private ExportFile.Sealed sealed(Compression compression, byte[] csv) throws IOException {
        try (var file = ExportFile.create(folder, "batch-1", compression)) {
            file.out().write(csv);
            return file.seal();
        }
    }

    /** Does something when a file passes a point, given the path of what is in the folder then. */
    private void at(String point, Change change) {
        Faults.probe(passed -> {
            if (passed.equals(point)) {
                try {
                    change.make(names(folder).isEmpty() ? null : folder.resolve(names(folder).get(0)));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    private interface Change {
        void make(Path file) throws IOException;
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Catalogue("C8")
    void whatGoesInComesOutHoweverHostileItIs(Compression compression) throws IOException {
        var csv = Csv.hostile();
        ExportFile.Sealed sealed;
        try (var file = ExportFile.create(folder, "batch-1", compression)) {
            for (int i = 0, size = 1; i < csv.length; i += size, size = size * 3 % 70_001 + 1) {
                file.out().write(csv, i, Math.min(size, csv.length - i));
            }
            sealed = file.seal();
        }
        assertEquals(Csv.HOSTILE.size() * Csv.HOSTILE.size(), sealed.rows());
        assertEquals(csv.length, sealed.rawBytes());
        assertEquals(Files.size(sealed.path()), sealed.bytes());
        assertEquals(Disk.Content.of(Files.readAllBytes(sealed.path())).sha256(), sealed.sha256());
        assertTrue(sealed.path().toString().endsWith("." + compression.ending()));
        try (var raw = compression.unwrap(Files.newInputStream(sealed.path()))) {
            assertArrayEquals(csv, raw.readAllBytes());
        }
        assertEquals(List.of(sealed.path().getFileName().toString()), names(folder));
    }

    @ParameterizedTest
    @EnumSource
    void bytesOneByOneAreTheSame(Compression compression) throws IOException {
        var csv = Csv.plain(200);
        try (var file = ExportFile.create(folder, "batch-1", compression)) {
            for (byte b : csv) {
                file.out().write(b);
            }
            assertEquals(200, file.seal().rows());
            assertThrows(IOException.class, () -> file.out().write(1), "nothing is added to what is sealed");
            assertThrows(IllegalStateException.class, file::seal);
        }
        assertEquals(1, names(folder).size());
    }

    @Test
    @Catalogue("C1")
    void theOrderIsBytesThenNameThenProof() throws IOException {
        var seen = new ArrayList<String>();
        var part = new AtomicReference<String>();
        Faults.probe(point -> {
            try {
                var names = names(folder);
                part.compareAndSet(null, names.get(0));
                var stands = names.equals(List.of(part.get())) ? "part" : names.size() == 1 && names.get(0).endsWith(".csv.zst") ? "file" : names.toString();
                boolean whole = unpacks(folder.resolve(names.get(0)));
                seen.add(point + " " + stands + (whole ? " whole" : ""));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        var sealed = sealed(Compression.ZSTD, Csv.plain(5000));
        assertEquals(List.of("export-open part", "export-mid part", "export-close part", "fsync part whole", "rename part whole", "readback file whole"), seen);
        assertTrue(part.get().matches("batch-1\\.[0-9a-f]{8}\\.part"));
        assertEquals(part.get().replace(".part", ".csv.zst"), sealed.path().getFileName().toString());
    }

    private static boolean unpacks(Path file) {
        try (var raw = Compression.ZSTD.unwrap(Files.newInputStream(file))) {
            return raw.transferTo(OutputStream.nullOutputStream()) == Csv.plain(5000).length;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Catalogue({"C1", "C2"})
    void oneBitThatChangedOnDiskIsFound(Compression compression) throws IOException {
        var csv = Csv.plain(5000);
        int bytes = (int) sealed(compression, csv).bytes();
        for (int place : new int[] {0, 9, bytes / 2, bytes - 1}) {
            Files.delete(folder.resolve(names(folder).get(0)));
            at("readback", file -> flip(file, place));
            var error = assertThrows(IOException.class, () -> sealed(compression, csv));
            assertTrue(error.getMessage().endsWith("was read back from disk and does not hold the bytes that were written; it was removed."), error.getMessage());
            assertEquals(List.of(), names(folder));
            Faults.probe(null);
            sealed(compression, csv);
        }
    }

    static void flip(Path file, long place) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(place);
            int was = access.read();
            access.seek(place);
            access.write(was ^ 4);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Catalogue("C2")
    void aFileThatLostOrGotBytesIsFound(Compression compression) throws IOException {
        for (int more : new int[] {-1, -5000, 1}) {
            at("readback", file -> {
                try (var access = new RandomAccessFile(file.toFile(), "rw")) {
                    access.setLength(access.length() + more);
                }
            });
            var error = assertThrows(IOException.class, () -> sealed(compression, Csv.plain(5000)));
            assertTrue(error.getMessage().contains(" bytes on disk, but "), error.getMessage());
            assertEquals(List.of(), names(folder));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Catalogue("C4")
    void valuesThatChangedPlacesAreFoundThoughTheCountIsRight(Compression compression) throws IOException {
        at("readback", file -> {
            try (var out = compression.wrap(Files.newOutputStream(file))) {
                out.write("id,name\n1,eve\n2,ana\n".getBytes(StandardCharsets.UTF_8));
            }
        });
        assertThrows(IOException.class, () -> sealed(compression, "id,name\n1,ana\n2,eve\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of(), names(folder));
    }

    @Test
    @Catalogue("C4")
    void anotherContentThanWentInIsFoundThoughTheDiskIsRight() throws IOException {
        at("export-open", part -> {
            Files.delete(part);
            try (var out = Compression.GZIP.wrap(Files.newOutputStream(part))) {
                out.write("id,name\n1,ana\n2,eva\n".getBytes(StandardCharsets.UTF_8));
            }
        });
        var error = assertThrows(IOException.class, () -> sealed(Compression.GZIP, "id,name\n1,ana\n2,eve\n".getBytes(StandardCharsets.UTF_8)));
        assertTrue(error.getMessage().contains("unpacks to 20 bytes that are not the 20 that went in"), error.getMessage());
        assertEquals(List.of(), names(folder));
    }

    @Test
    @Catalogue("C3")
    void whatIsThereAlreadyIsNeverReplaced() throws IOException {
        at("rename", part -> Files.writeString(part.resolveSibling(part.getFileName().toString().replace(".part", ".csv.zst")), "another"));
        var error = assertThrows(IOException.class, () -> sealed(Compression.ZSTD, Csv.plain(10)));
        assertTrue(error.getMessage().contains("there is one of this name"), error.getMessage());
        assertEquals(1, names(folder).size());
        assertEquals("another", Files.readString(folder.resolve(names(folder).get(0))));
    }

    @Test
    @Catalogue({"B17", "C3"})
    void aSecondTryDoesNotMeetTheFileOfTheFirst() throws IOException {
        var first = sealed(Compression.ZSTD, Csv.plain(10));
        var second = sealed(Compression.ZSTD, Csv.plain(20));
        assertEquals(10, first.rows());
        assertEquals(20, second.rows());
        assertTrue(Files.exists(first.path()) && Files.exists(second.path()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"export-open", "export-mid", "export-close", "fsync", "rename", "readback"})
    @Catalogue("C18")
    void whereverItFailsNothingStays(String point) throws IOException {
        at(point, file -> {
            throw new IOException("broken");
        });
        assertThrows(IllegalStateException.class, () -> sealed(Compression.GZIP, Csv.plain(5000)));
        assertEquals(List.of(), names(folder));
    }

    @Test
    void whatIsNotSealedIsRemoved() throws IOException {
        for (var compression : Compression.values()) {
            try (var file = ExportFile.create(folder, "batch-1", compression)) {
                file.out().write(Csv.plain(50_000));
                assertEquals(1, names(folder).size());
            }
            assertEquals(List.of(), names(folder));
        }
    }

    @Test
    void csvThatEndsTooEarlyIsRefused() throws IOException {
        for (var csv : List.of("", "id\n1", "id\n\"1\n", "id\n\"1\n\"\"\n")) {
            var error = assertThrows(IOException.class, () -> sealed(Compression.ZSTD, csv.getBytes(StandardCharsets.UTF_8)));
            assertTrue(error.getMessage().contains(csv.isEmpty() ? "has no header line" : "ends within a row"), error.getMessage());
        }
        assertEquals(List.of(), names(folder));
    }
}
