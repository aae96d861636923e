package caretaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.run.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings, and the documents that promise them. */
class ConfigTest {
    private static final Path PAGE = Path.of("docs", "configuration.md");

    @Test
    void thePageListsEverySettingWithItsDefault() throws IOException {
        var row = Pattern.compile("^\\| `(CARETAKER_\\w+)` \\| ([^|]+) \\| [^|]{10,} \\|$", Pattern.MULTILINE).matcher(Files.readString(PAGE));
        var listed = new TreeMap<String, String>();
        while (row.find()) {
            assertNull(listed.put(row.group(1), row.group(2).trim()), row.group(1) + " is listed twice");
        }
        assertEquals(new TreeMap<>(Config.SETTINGS), listed);
    }

    @Test
    void noDocumentNamesAnotherSetting() throws IOException {
        var named = new TreeSet<String>();
        for (var document : documents()) {
            var name = Pattern.compile("CARETAKER_[A-Z_]*[A-Z]").matcher(Files.readString(document));
            while (name.find()) {
                named.add(name.group());
            }
        }
        assertEquals(new TreeSet<>(Config.SETTINGS.keySet()), named);
    }

    @Test
    void theDefaultsAreWhatAnEmptyEnvironmentGives() {
        var config = Config.read(Map.of());
        assertNull(config.store());
        assertNull(config.dev());
        assertEquals(Path.of(Config.SETTINGS.get("CARETAKER_HOME")).toAbsolutePath().normalize(), config.home());
        assertEquals(Config.SETTINGS.get("CARETAKER_HOST"), config.host());
        assertEquals(Config.SETTINGS.get("CARETAKER_PORT"), String.valueOf(config.port()));
        assertEquals(config.home().resolve("key"), config.keyFile());
    }

    @Test
    void readsTheStoresAddress() {
        var store = Config.read(Map.of("CARETAKER_STORE", "postgresql://care:p%40ss+w%2Frd@db.example.org/store?sslmode=verify-full")).store();
        assertEquals("care@db.example.org:5432/store", store.toString());
        assertEquals("p@ss+w/rd", store.password());
        assertEquals("verify-full", store.tls());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "CARETAKER_PORT, 80x", "CARETAKER_PORT, -1", "CARETAKER_PORT, 65536", "CARETAKER_PORT, 8080.5",
        "CARETAKER_STORE, localhost", "CARETAKER_STORE, jdbc:postgresql://localhost/store", "CARETAKER_STORE, mysql://localhost/store",
        "CARETAKER_STORE, postgresql://localhost", "CARETAKER_STORE, postgresql://care:secret@not a host/store",
        "CARETAKER_STORE, postgresql://care:secret@localhost:port/store", "CARETAKER_STORE, postgresql://care:secret@localhost/store?socketFactory=x",
        "CARETAKER_STORE, postgresql://care:secret@localhost/store?sslmode=maybe", "CARETAKER_STORE, postgresql://care:se%zzcret@localhost/store",
        "CARETAKER_DEV, /no/such/folder", "CARETAKER_DEV, src"})
    @Catalogue("H9")
    void aWrongValueIsOneSentenceThatNamesItsSetting(String name, String value) {
        var error = assertThrows(UserError.class, () -> Config.read(Map.of(name, value)));
        assertTrue(error.getMessage().startsWith(name + " "), error.getMessage());
        assertTrue(error.getMessage().matches("[^\\n]+[a-z0-9]\\."), error.getMessage());
        assertFalse(error.getMessage().contains(". "), error.getMessage());
        assertFalse(error.getMessage().contains("secret") || error.getMessage().contains("cret@"), "a password: " + error.getMessage());
    }

    @Test
    void theReadmeIsShort() throws IOException {
        assertTrue(Files.readAllLines(Path.of("README.md")).size() < 70);
    }

    @Test
    void everyLinkWithinTheDocumentsLeadsSomewhere() throws IOException {
        var broken = new ArrayList<String>();
        for (var document : documents()) {
            var link = Pattern.compile("\\]\\(([^)#]*)(#[^)]*)?\\)").matcher(Files.readString(document));
            while (link.find()) {
                if (!link.group(1).contains("://") && !leads(document, link.group(1), link.group(2))) {
                    broken.add(document + ": " + link.group());
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    private static boolean leads(Path document, String place, String anchor) throws IOException {
        var folder = document.toAbsolutePath().getParent();
        var file = place.isEmpty() ? document : folder.resolve(place).normalize();
        return Files.exists(file) && (anchor == null || Files.readAllLines(file).stream().filter(line -> line.startsWith("#")).map(ConfigTest::anchor)
            .anyMatch(anchor::equals));
    }

    /** A heading as links name it: small letters, hyphens for spaces, nothing else but word characters. */
    private static String anchor(String heading) {
        return "#" + heading.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
    }

    private static List<Path> documents() throws IOException {
        try (var pages = Files.walk(Path.of("docs"))) {
            var all = Stream.concat(Stream.of(Path.of("README.md")), pages.filter(p -> p.toString().endsWith(".md"))).collect(Collectors.toList());
            assertTrue(all.size() > 5, "the documents are found");
            return all;
        }
    }
}
