package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.UserError;
import caretaker.db.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lies beside a data file says enough to read it, and a data file is read only while it is the one that was written. */
class ManifestTest {
    @TempDir
    private Path temp;
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        folder = new ExportFolder(temp.resolve("exports")).ofRun("shop", "public.events", "run-7");
    }

    static Manifest of(ExportFile.Sealed file, Compression compression) {
        return new Manifest(Manifest.FORMAT, "0.1.0", "shop", "7311", "18.6", "UTF8", "public", "events", 3, 7, 1, Instant.parse("2026-01-01T00:00:00Z"),
            "at < '2026-01-01' and note <> '\u2028\"'", List.of(new Manifest.Column("id", "bigint", false), new Manifest.Column("line\nbreak", "text", true)),
            "create table public.events (\n  id bigint\n);", file.rows(), "2025-01-01", null, file.path().getFileName().toString(), compression.word(),
            "format csv, header", Map.of("DateStyle", "ISO, MDY"), file.bytes(), file.rawBytes(), file.sha256(), List.of("zstd -dc x | psql"), Instant.parse("2026-06-15T12:00:00.123456Z"));
    }

    private ExportFile.Sealed sealed(Compression compression, byte[] csv) throws IOException {
        try (var file = ExportFile.create(folder, "batch-1", compression)) {
            file.out().write(csv);
            return file.seal();
        }
    }

    @ParameterizedTest
    @EnumSource
    void itComesBackAsItWasWrittenAndOpensItsFile(Compression compression) throws IOException {
        var csv = Csv.plain(1000);
        var sealed = sealed(compression, csv);
        var manifest = of(sealed, compression);
        var path = Manifest.beside(sealed.path());
        manifest.write(path);
        assertEquals(manifest, Manifest.read(path));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals(2, folder.toFile().list().length, "nothing else stays");
        assertTrue(Files.readString(path).lines().count() > 25, "people can read it, too");
        try (var raw = ExportReader.open(folder.resolve(Manifest.read(path).file()), manifest)) {
            assertArrayEquals(csv, raw.readAllBytes());
        }
    }

    @Test
    void itNeverReplacesAnother() throws IOException {
        var sealed = sealed(Compression.ZSTD, Csv.plain(1));
        var path = Manifest.beside(sealed.path());
        Files.writeString(path, "another");
        var error = assertThrows(IOException.class, () -> of(sealed, Compression.ZSTD).write(path));
        assertTrue(error.getMessage().contains("there is one of this name"), error.getMessage());
        assertEquals("another", Files.readString(path));
        assertEquals(2, folder.toFile().list().length);
    }

    @Test
    void whatIsNoManifestIsSaidInOneSentence() throws IOException {
        var whole = Json.write(of(sealed(Compression.ZSTD, Csv.plain(1)), Compression.ZSTD));
        for (var text : List.of("", "x", "null", "[]", "{}", "17", "{\"format\":1}", whole.substring(0, whole.length() / 2), whole.replace("\"format\":1", "\"format\":0"),
            whole.replace("\"sha256\":", "\"sum\":"), whole.replace("\"file\":\"batch", "\"file\":\"../batch"))) {
            var path = Files.writeString(folder.resolve("m.json"), text);
            var error = assertThrows(UserError.class, () -> Manifest.read(path), text);
            assertEquals("The file " + path + " is not the manifest of an export.", error.getMessage());
        }
        var newer = Files.writeString(folder.resolve("m.json"), "{\"format\":2,\"caretaker\":\"9.0\",\"columns\":null}");
        assertTrue(assertThrows(UserError.class, () -> Manifest.read(newer)).getMessage().contains("newer Caretaker (9.0)"));
        assertTrue(assertThrows(UserError.class, () -> Manifest.read(folder.resolve("gone.json"))).getMessage().endsWith("does not exist."));
        var link = Files.createSymbolicLink(folder.resolve("link.json"), newer);
        assertThrows(UserError.class, () -> Manifest.read(link));
        assertThrows(UserError.class, () -> Manifest.read(folder));
    }

    @Test
    void aNewerManifestOfThisFormatMayKnowMore() throws IOException {
        var manifest = of(sealed(Compression.ZSTD, Csv.plain(1)), Compression.ZSTD);
        var path = Files.writeString(folder.resolve("m.json"), Json.write(manifest).replace("\"format\":1", "\"format\":1,\"more\":{\"x\":[1]}"));
        assertEquals(manifest, Manifest.read(path));
    }

    @ParameterizedTest
    @EnumSource
    @Catalogue("C9")
    void aFileThatIsNotTheOneIsNeverRead(Compression compression) throws IOException {
        var sealed = sealed(compression, Csv.plain(5000));
        var manifest = of(sealed, compression);
        ExportFileTest.flip(sealed.path(), sealed.bytes() / 2);
        assertTrue(assertThrows(IOException.class, () -> ExportReader.open(sealed.path(), manifest)).getMessage().endsWith("its SHA-256 differs from the manifest."));
        Files.delete(sealed.path());
        assertTrue(assertThrows(IOException.class, () -> ExportReader.open(sealed.path(), manifest)).getMessage().endsWith(" is gone."));
        var other = sealed(compression, Csv.plain(5000));
        Files.createSymbolicLink(sealed.path(), other.path());
        assertThrows(IOException.class, () -> ExportReader.open(sealed.path(), manifest));
    }

    @ParameterizedTest
    @EnumSource
    @Catalogue("C2")
    void aFileThatChangesWhileItIsReadIsFound(Compression compression) throws IOException {
        var csv = new byte[3 << 20];
        new Random(1).nextBytes(csv); // does not get smaller, so most of the file is still unread when it changes
        for (int i = 0; i < csv.length; i++) {
            csv[i] = csv[i] == '"' ? (byte) 'q' : csv[i];
        }
        csv[csv.length - 1] = '\n';
        var sealed = sealed(compression, csv);
        try (var raw = ExportReader.open(sealed.path(), of(sealed, compression))) {
            assertEquals(1000, raw.readNBytes(1000).length);
            csv[csv.length - 100_000] ^= 64;
            try (var out = compression.wrap(Files.newOutputStream(sealed.path()))) {
                out.write(csv); // a sound file, the same up to where it was read: its own checksum does not tell
            }
            assertTrue(assertThrows(IOException.class, raw::readAllBytes).getMessage().endsWith("its SHA-256 differs from the manifest."));
        }
    }

    @Test
    void theWordsOfCompressionAreTwo() {
        assertEquals(Compression.ZSTD, Compression.of(null));
        for (var compression : Compression.values()) {
            assertEquals(compression, Compression.of(compression.word()));
        }
        assertEquals("compression", assertThrows(UserError.class, () -> Compression.of("lz4")).field());
        assertFalse(Compression.GZIP.ending().equals(Compression.ZSTD.ending()));
    }
}
