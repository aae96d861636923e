package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing gets out of the folder of exports, whatever a table is called and whatever the ledger says. */
class ExportFolderTest {
    @TempDir
    private Path temp;
    private Path root;
    private ExportFolder exports;

    @BeforeEach
    void open() {
        root = temp.resolve("a/exports");
        exports = new ExportFolder(root);
    }

    private static void refused(Runnable what) {
        assertEquals(409, assertThrows(UserError.class, what::run).status());
    }

    private Path ofRun(String database, String table, String run) {
        try {
            return exports.ofRun(database, table, run);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Catalogue("C18")
    void itIsMadeWhenItIsNeededForItsOwnerOnly() throws IOException {
        assertEquals(List.of(), exports.files());
        assertTrue(exports.freeBytes().getAsLong() > 0);
        assertFalse(Files.exists(root));
        var run = ofRun("shop", "public.events", "run-7");
        assertEquals(root.resolve("shop/public.events/run-7"), run);
        assertEquals(run, ofRun("shop", "public.events", "run-7"), "a run that goes on");
        for (var folder = run; !folder.equals(root.getParent()); folder = folder.getParent()) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        }
    }

    @Test
    void namesBecomeHarmlessAndStayApart() {
        for (var name : List.of("..", ".", "", "../../etc", "/etc", "a/b", "a\\b", "-rf", ".hidden", "a b", "ünïcode", "a\nb", "a\0b", "'; drop", "\ud83d\ude80", "x".repeat(300), "CON:")) {
            var run = ofRun(name, name, "run-1");
            assertEquals(3, root.relativize(run.normalize()).getNameCount(), name);
            assertTrue(run.startsWith(root) && run.getParent().getFileName().toString().matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}"), run.toString());
            assertEquals(run, exports.resolve(exports.relative(run)));
        }
        assertNotEquals(ofRun("a b", "t", "run-1"), ofRun("a_b", "t", "run-1"));
        assertNotEquals(ofRun("a/b", "t", "run-1"), ofRun("a\\b", "t", "run-1"));
        assertNotEquals(ofRun("x".repeat(200) + "1", "t", "run-1"), ofRun("x".repeat(200) + "2", "t", "run-1"));
    }

    @Test
    @Catalogue("C16")
    void aNameOfTheLedgerLeadsNowhereElse() throws IOException {
        var file = Files.writeString(ofRun("shop", "t", "run-1").resolve("batch-1.csv.zst"), "x");
        assertEquals(file, exports.resolve("shop/t/run-1/batch-1.csv.zst"));
        assertEquals("shop/t/run-1/batch-1.csv.zst", exports.relative(file));
        assertEquals(root.resolve("shop/t/run-9/gone.csv.gz"), exports.resolve("shop/t/run-9/gone.csv.gz"));
        for (var name : new String[] {null, "", ".", "..", "../exports/shop", "shop/../../x", "/etc/passwd", "shop//t", "shop/t/", "shop\\t", "shop/t\0", "shop/.", "a b"}) {
            refused(() -> exports.resolve(name));
        }
        for (var path : List.of(temp, root, root.resolve("../x"), Path.of("/etc/passwd"))) {
            refused(() -> exports.relative(path));
        }
    }

    @Test
    @Catalogue("C16")
    void symbolicLinksAreRefusedWhereverTheyStand() throws IOException {
        var other = Files.createDirectories(temp.resolve("other/t/run-1"));
        ofRun("shop", "t", "run-1");
        Files.createSymbolicLink(root.resolve("away"), temp.resolve("other"));
        Files.createSymbolicLink(root.resolve("within"), root.resolve("shop"));
        Files.createSymbolicLink(root.resolve("shop/u"), other.getParent());
        Files.createSymbolicLink(root.resolve("shop/t/run-2"), other);
        Files.createSymbolicLink(root.resolve("shop/t/run-1/batch-1.csv.zst"), Files.writeString(temp.resolve("secret"), "x"));
        Files.createSymbolicLink(root.resolve("shop/nowhere"), temp.resolve("nothing"));
        refused(() -> ofRun("away", "t", "run-1"));
        refused(() -> ofRun("within", "t", "run-1"));
        refused(() -> ofRun("shop", "u", "run-1"));
        refused(() -> ofRun("shop", "nowhere", "run-1"));
        refused(() -> ofRun("shop", "t", "run-2"));
        for (var name : List.of("away/t/run-1/x", "within/t/run-1", "shop/u/run-1", "shop/t/run-2/x", "shop/t/run-1/batch-1.csv.zst", "shop/nowhere/x")) {
            refused(() -> exports.resolve(name));
        }
        assertEquals(List.of(), exports.files(), "links are not followed");
        assertEquals(0, other.toFile().list().length);
    }

    @Test
    void theFolderItselfMayBeNoLinkAndNoFile() throws IOException {
        Files.createDirectories(root.getParent());
        Files.createSymbolicLink(root, temp);
        refused(() -> ofRun("shop", "t", "run-1"));
        refused(() -> exports.resolve("shop"));
        Files.delete(root);
        Files.writeString(root, "");
        refused(() -> ofRun("shop", "t", "run-1"));
    }

    @Test
    void filesAreListedAndRemovedWithTheirManifest() throws IOException {
        var run = ofRun("shop", "t", "run-1");
        Files.writeString(run.resolve("batch-1.ab.csv.zst"), "12345");
        Files.writeString(run.resolve("batch-1.ab.csv.zst.json"), "{}");
        Files.writeString(run.resolve("batch-2.cd.part"), "");
        Files.createDirectory(root.resolve("lost+found"));
        assertEquals(List.of("shop/t/run-1/batch-1.ab.csv.zst", "shop/t/run-1/batch-1.ab.csv.zst.json", "shop/t/run-1/batch-2.cd.part"),
            exports.files().stream().map(ExportFolder.Found::relative).toList());
        assertEquals(5, exports.files().get(0).bytes());
        assertEquals(Files.getLastModifiedTime(run.resolve("batch-2.cd.part")).toInstant(), exports.files().get(2).modified());
        exports.remove("shop/t/run-1/batch-1.ab.csv.zst");
        exports.remove("shop/t/run-1/batch-1.ab.csv.zst");
        exports.remove("shop/t/run-1/batch-2.cd.part");
        assertEquals(List.of(), exports.files());
        refused(() -> {
            try {
                exports.remove("shop/t");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aFileIsPrivateFromItsFirstByteOn() throws IOException {
        var run = ofRun("shop", "t", "run-1");
        try (var file = ExportFile.create(run, "batch-1", Compression.ZSTD)) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(run.resolve(run.toFile().list()[0]))));
            file.out().write(Csv.plain(10));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.seal().path())));
        }
    }

    @Test
    void aFileIsMadeUnderAPlainNameInAPlainFolderOnly() throws IOException {
        var run = ofRun("shop", "t", "run-1");
        for (var name : List.of("../batch", "a/b", "..", "", "/etc/x", "a\0b", "a b")) {
            assertThrows(IllegalArgumentException.class, () -> ExportFile.create(run, name, Compression.ZSTD));
        }
        var link = Files.createSymbolicLink(temp.resolve("link"), run);
        assertThrows(IOException.class, () -> ExportFile.create(link, "batch-1", Compression.ZSTD));
        assertThrows(IOException.class, () -> ExportFile.create(run.resolve("gone"), "batch-1", Compression.ZSTD));
        assertEquals(0, run.toFile().list().length);
    }
}
