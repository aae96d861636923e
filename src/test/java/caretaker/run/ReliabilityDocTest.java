package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reliability.md lists every row of the catalogue once, and with it exactly the tests that bear its number. */
class ReliabilityDocTest {
    private static final List<String> GROUPS = List.of("A34", "B18", "C18", "D11", "E14", "F18", "G23", "H17", "I10", "J9");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-J]\\d+) \\| ([^|]+) \\| ([^|]*) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+\\.\\w+)`");

    private static List<Matcher> rows() throws IOException {
        var found = ROW.matcher(Files.readString(Path.of("docs", "reliability.md")));
        return Stream.generate(() -> found.find() ? ROW.matcher(found.group()) : null).takeWhile(row -> row != null && row.matches()).toList();
    }

    @Test
    void everyRowOfTheCatalogueStandsThereOnce() throws IOException {
        var wanted = GROUPS.stream().flatMap(g -> IntStream.rangeClosed(1, Integer.parseInt(g.substring(1))).mapToObj(n -> g.charAt(0) + "" + n)).toList();
        assertEquals(wanted, rows().stream().map(row -> row.group(1)).toList());
    }

    @Test
    void eachNamesTheTestsThatBearItsNumberOrAReason() throws IOException {
        var bearing = bearing();
        var named = new TreeMap<String, Set<String>>();
        for (var row : rows()) {
            assertFalse(row.group(3).isBlank(), row.group(1) + " has neither a test nor a reason");
            var tests = new TreeSet<String>();
            TEST.matcher(row.group(3)).results().forEach(test -> tests.add(test.group(1)));
            if (!tests.isEmpty()) {
                named.put(row.group(1), tests);
            }
        }
        assertEquals(lines(bearing), lines(named));
    }

    /** Every method with the annotation, by number. */
    private static TreeMap<String, Set<String>> bearing() {
        var tests = new TreeMap<String, Set<String>>();
        new ClassFileImporter().withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS).importPackages("caretaker").stream()
            .flatMap(c -> c.getMethods().stream()).filter(m -> m.isAnnotatedWith(Catalogue.class)).forEach(m -> {
                for (var number : m.getAnnotationOfType(Catalogue.class).value()) {
                    tests.computeIfAbsent(number, n -> new TreeSet<>()).add(m.getOwner().getSimpleName() + "." + m.getName());
                }
            });
        return tests;
    }

    private static String lines(TreeMap<String, Set<String>> tests) {
        return String.join("\n", tests.entrySet().stream().map(e -> e.getKey() + " " + String.join(", ", e.getValue())).toList());
    }
}
