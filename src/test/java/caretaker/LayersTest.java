package caretaker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.db.Sql;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of the program (who may know whom, how long a file may be, nothing that nobody uses), so that it stays readable by itself. */
class LayersTest {
    /** From the outside in: each may use what stands to its right. The command serve starts the web; the web knows no command. */
    private static final List<Set<String>> LAYERS = List.of(Set.of("cli"), Set.of("web"), Set.of("schedule"), Set.of("run"), Set.of("plan"), Set.of("observe"), Set.of("db"));
    private static final Map<String, List<String>> AT_HOME = Map.of(
        "schedule", List.of("org.quartz..", "com.cronutils.."),
        "web", List.of("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..", "org.thymeleaf..", "com.password4j.."),
        "db", List.of("org.jdbi..", "com.zaxxer.."),
        "run", List.of("com.github.luben.."),
        "cli", List.of("picocli..", "org.snakeyaml.."));
    /** Longer than 30 lines for a reason. */
    private static final Set<String> LONG_METHODS = Set.of("App.App", "web/Web.routes"); // the wiring and the route table: a line for each part
    /** Longer than 200 lines for a reason; never longer than 250. */
    private static final Map<String, String> LONG = Map.of(
        "web/Web", "the route table and the wiring of the pages");
    private static final JavaClasses MAIN = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("caretaker");
    private static final Path JAVA = Path.of("src/main/java/caretaker");

    @Test
    void eachPackageKnowsOnlyThoseBelow() {
        var below = new TreeSet<String>();
        for (int i = LAYERS.size() - 1; i >= 0; i--) {
            for (var layer : LAYERS.get(i)) {
                var allowed = new TreeSet<>(below);
                allowed.add(layer);
                var forbidden = LAYERS.stream().flatMap(Set::stream).filter(l -> !allowed.contains(l)).map(l -> "caretaker." + l + "..").toArray(String[]::new);
                if (forbidden.length > 0) {
                    noClasses().that(in(layer)).should().dependOnClassesThat().resideInAnyPackage(forbidden).check(MAIN);
                }
            }
            below.addAll(LAYERS.get(i));
        }
        var known = LAYERS.stream().flatMap(Set::stream).map(l -> "caretaker." + l + "..").collect(Collectors.toCollection(ArrayList::new));
        known.add("caretaker");
        classes().should().resideInAnyPackage(known.toArray(String[]::new)).because("a new package needs its place in the order").check(MAIN);
    }

    @Test
    void theRootIsKnownToFewAndItsErrorToAll() {
        noClasses().that().resideInAnyPackage("caretaker.db..", "caretaker.observe..", "caretaker.plan..", "caretaker.run..", "caretaker.schedule..", "caretaker.web..")
            .should().dependOnClassesThat().haveNameMatching("caretaker\\.(App|Main)(\\$.*)?").check(MAIN);
        noClasses().should().dependOnClassesThat().haveFullyQualifiedName("caretaker.Main").check(MAIN);
        noClasses().that().haveFullyQualifiedName("caretaker.UserError").should().dependOnClassesThat().resideInAnyPackage("caretaker.*..").check(MAIN);
        assertEquals(Set.of("App", "Config", "Main", "UserError"), MAIN.stream().filter(c -> c.getPackageName().equals("caretaker") && !c.getName().contains("$"))
            .map(JavaClass::getSimpleName).collect(Collectors.toSet()), "what is new belongs into a package");
    }

    @Test
    void eachLibraryStaysInItsPackage() {
        AT_HOME.forEach((home, libraries) -> noClasses().that().resideOutsideOfPackage("caretaker." + home + "..")
            .should().dependOnClassesThat().resideInAnyPackage(libraries.toArray(String[]::new)).check(MAIN));
    }

    @Test
    void classesAreFinalAndKeepNoStateForAll() {
        classes().that().areNotInterfaces().and().areNotAnonymousClasses().and().areNotEnums().should().haveModifier(JavaModifier.FINAL).check(MAIN);
        fields().that().areStatic().and().haveNameNotMatching(".*\\$.*").should().beFinal().check(MAIN);
        noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Service|Dto|Abstract\\w*|Base)(\\$.*)?").check(MAIN);
        noClasses().should().callMethod(Throwable.class, "printStackTrace").check(MAIN);
        noClasses().should().callMethod(Thread.class, "sleep", long.class).because("wait for a state, not for a time").check(MAIN);
    }

    @Test
    void aFileIsShort() {
        var wrong = new ArrayList<String>();
        files(JAVA, ".java").forEach((name, text) -> over(wrong, name, text, LONG.containsKey(name) ? 250 : 200));
        files(Path.of("templates"), ".html").forEach((name, text) -> over(wrong, "templates/" + name, text, 120));
        files(Path.of("sql"), ".sql").forEach((name, text) -> over(wrong, "sql/" + name, text, name.matches("(packs|store)/.*") ? Integer.MAX_VALUE : 120));
        assertEquals("", String.join("\n", wrong));
        LONG.keySet().forEach(name -> assertTrue(name.equals("web/Web") || files(JAVA, ".java").get(name).lines().count() > 200, name + " is short now: take it off the list"));
    }

    @Test
    void aMethodIsShort() {
        var wrong = new ArrayList<String>();
        files(JAVA, ".java").forEach((name, text) -> methods(text).forEach((method, lines) -> {
            if (lines > 30 && !LONG_METHODS.contains(name + "." + method)) {
                wrong.add(name + "." + method + " has " + lines + " lines, 30 are allowed");
            }
        }));
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void everyClassSaysWhatItIsFor() {
        var said = Pattern.compile("\\*/\\s*(@\\w+(\\([^;]*?\\))?\\s*)*(public )?(final )?(class|record|enum|interface|@interface) ");
        files(JAVA, ".java").forEach((name, text) -> {
            assertTrue(said.matcher(text).find(), name + " has no sentence");
            assertTrue(!Pattern.compile("TODO|FIXME|XXX|@author").matcher(text).find(), name);
        });
    }

    @Test
    void everyStatementIsUsedAndEveryStatementUsedExists() {
        var sql = Sql.load(Path.of("."));
        var java = String.join("\n", files(JAVA, ".java").values());
        var named = new TreeSet<String>();
        Pattern.compile("\"((?:own|observe|collect)/[a-z0-9_]+)\"").matcher(java).results().forEach(m -> named.add(m.group(1)));
        var there = Stream.of("own", "observe", "collect").flatMap(folder -> sql.names(folder).stream().map(name -> folder + "/" + name)).collect(Collectors.toCollection(TreeSet::new));
        // The collector asks each series and, where there are such files, tells it what own/SERIES_known knows, lets own/SERIES_save take the rows and own/SERIES_judge judge them.
        sql.names("collect").forEach(name -> named.addAll(Stream.of("collect/" + name, "own/" + name + "_known", "own/" + name + "_save", "own/" + name + "_judge").filter(there::contains).toList()));
        assertEquals(List.of(), there.stream().filter(name -> !named.contains(name)).toList(), "nobody reads these files");
        assertEquals(List.of(), named.stream().filter(name -> !there.contains(name)).toList(), "these files are missing");
    }

    @Test
    void everyTemplateIsUsed() {
        var templates = files(Path.of("templates"), ".html");
        var java = String.join("\n", files(JAVA.resolve("web"), ".java").values());
        assertEquals(List.of(), templates.keySet().stream().filter(name -> !java.contains("\"" + name + "\"")
            && templates.values().stream().noneMatch(text -> text.contains("~{" + name + " ::"))).toList(), "nobody shows these");
    }

    @Test
    void aPageIsOneWord() {
        var templates = files(Path.of("templates"), ".html").keySet();
        for (var page : files(JAVA.resolve("web"), ".java").keySet().stream().filter(name -> name.endsWith("Page")).toList()) {
            var word = page.replace("Page", "");
            var file = word.substring(0, 1).toLowerCase() + word.substring(1);
            assertTrue(templates.contains(file), page + " has no template " + file + ".html");
        }
    }

    private static DescribedPredicate<JavaClass> in(String layer) {
        return JavaClass.Predicates.resideInAPackage("caretaker." + layer + "..");
    }

    private static void over(List<String> wrong, String name, String text, int most) {
        long lines = text.lines().count();
        if (lines > most) {
            wrong.add(name + " has " + lines + " lines, " + most + " are allowed");
        }
    }

    /** Methods by name with their length, told by their indentation. */
    private static Map<String, Integer> methods(String text) {
        var head = Pattern.compile("( {8}| {4})(?! )(?:@\\w+ )?(?!.*\\b(?:class|record|enum|interface|new|if|for|while|switch|try|catch|return|else|synchronized)\\b)(?:[^(]* )?(\\w+)\\(.*\\{");
        var methods = new TreeMap<String, Integer>();
        var lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var found = head.matcher(lines.get(i));
            if (found.matches()) {
                int end = i;
                while (end < lines.size() && !lines.get(end).equals(found.group(1) + "}")) {
                    end++;
                }
                methods.put(found.group(2), end - i + 1);
            }
        }
        return methods;
    }

    private static Map<String, String> files(Path folder, String ending) {
        var files = new TreeMap<String, String>();
        try (var walk = Files.walk(folder)) {
            for (var file : walk.filter(f -> f.toString().endsWith(ending)).toList()) {
                files.put(folder.relativize(file).toString().replace(ending, "").replace('\\', '/'), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
