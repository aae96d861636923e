package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import caretaker.run.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every template keeps to, read from the files: a new one is covered by being there. */
class TemplatesTest {
    private static final Path FOLDER = Path.of("templates");
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("<[a-z][^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>");
    private static final Pattern FRAGMENT = Pattern.compile("th:fragment=\"(\\w+)(?:\\(([^)]*)\\))?\"");
    private static final Pattern USE = Pattern.compile("~\\{\\s*([\\w-]*)\\s*::\\s*([\\w-]+)");
    private static final Map<String, String> TEMPLATES = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (var files = Files.walk(FOLDER)) {
            for (var file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
                TEMPLATES.put(FOLDER.relativize(file).toString().replace(".html", ""), Files.readString(file));
            }
        }
        assertTrue(TEMPLATES.containsKey("layout"));
    }

    @Test
    void eachBeginsAsAWholePage() {
        TEMPLATES.forEach((name, text) -> assertTrue(text.startsWith("<!doctype html>\n"), name));
    }

    @Test
    @Catalogue("G6")
    void textIsAlwaysEscaped() {
        none(Pattern.compile("th:utext|data-th-utext|\\[\\(|th:inline|th:remove=\"tag\""));
    }

    @Test
    void styleAndScriptStayInTheirFiles() {
        none(Pattern.compile("(?i)[\\s\"',](?:th:|data-th-)?style\\s*=|[\\s\"',](?:th:|data-th-|hx-)?on[a-z:]{3,}\\s*=|hx-vals=['\"]js:|javascript:|<style|<script(?![^>]*\\bth:src=)(?![^>]*type=\"application/json\")"));
    }

    @Test
    void nothingComesFromAnotherServer() {
        none(Pattern.compile("(?:src|href|action)=\"(?:https?:)?//(?!github\\.com|www\\.postgresql\\.org)"));
    }

    @Test
    void everyPostFormCarriesTheToken() {
        var form = Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL);
        TEMPLATES.forEach((name, text) -> form.matcher(bare(text)).results().forEach(f -> {
            var open = Pattern.compile("action=\"'?/signin").matcher(f.group(1)).find();
            if (Pattern.compile("method=\"post\"", Pattern.CASE_INSENSITIVE).matcher(f.group(1)).find() && !open) {
                assertTrue(f.group(2).contains("~{parts :: csrf}"), () -> name + ": " + f.group(1));
            }
        }));
        TEMPLATES.forEach((name, text) -> assertEquals(count("<form\\b", bare(text)), form.matcher(bare(text)).results().count(), () -> name + ": a form in a form"));
    }

    @Test
    void everyFragmentNamedExistsWithAsManyArguments() {
        TEMPLATES.forEach((name, text) -> {
            for (var use : USE.matcher(bare(text)).results().toList()) {
                var file = use.group(1).isEmpty() ? name : use.group(1);
                assertTrue(TEMPLATES.containsKey(file), () -> name + " uses " + file);
                var parameters = fragments(file).get(use.group(2));
                if (parameters == null) {
                    assertTrue(file.equals(name) && bare(text).contains("<" + use.group(2)), () -> name + " uses " + file + " :: " + use.group(2));
                } else {
                    assertEquals(parameters, arguments(bare(text), use.end()), () -> name + " uses " + file + " :: " + use.group(2));
                }
            }
        });
    }

    @Test
    void noConditionStandsBesideAReplacement() {
        TEMPLATES.forEach((name, text) -> TAG.matcher(bare(text)).results().map(MatchResult::group).forEach(tag ->
            assertTrue(!tag.contains("th:replace=") || !Pattern.compile("th:(if|unless|each|with|attr|classappend)=").matcher(tag).find(),
                () -> name + ": Thymeleaf replaces first, the rest is lost: " + tag)));
    }

    @Test
    void everyIconIsInTheSprite() {
        var sprite = Assets.load(null).icons();
        var named = Pattern.compile("(?:icon|prov|nil)\\('([a-z0-9-]+)'|note\\('\\w+', '([a-z0-9-]+)'");
        var icons = new TreeSet<String>();
        TEMPLATES.values().forEach(text -> named.matcher(bare(text)).results().forEach(i -> icons.add(i.group(1) == null ? i.group(2) : i.group(1))));
        Stream.of(Mark.values()).map(Mark::icon).forEach(icons::add);
        assertTrue(icons.size() > 20);
        assertEquals(List.of(), icons.stream().filter(i -> !sprite.contains("id=\"" + i + "\"")).toList(), "add them to the list in pom.xml");
    }

    @Test
    void everyClassIsOursAndInTheSheet() throws IOException {
        var sheet = Files.readString(Path.of("static/app.css"));
        var unknown = new ArrayList<String>();
        TEMPLATES.forEach((name, text) -> Pattern.compile("\\sclass=\"([^\"$]*)\"").matcher(bare(text)).results()
            .flatMap(c -> Stream.of(c.group(1).trim().split("\\s+"))).filter(c -> !c.isEmpty() && !Pattern.compile("\\." + Pattern.quote(c) + "(?![\\w-])").matcher(sheet).find())
            .forEach(c -> unknown.add(name + ": " + c)));
        assertEquals(List.of(), unknown);
        none(Pattern.compile("class=\"(?:[^\"$]*\\s)?(?!ct-)[a-z][\\w-]*[\\s\"]"));
    }

    @Test
    void everyTableHeadSaysWhatItHeads() {
        TEMPLATES.forEach((name, text) -> TAG.matcher(bare(text)).results().map(MatchResult::group).filter(tag -> tag.startsWith("<th ") || tag.equals("<th>"))
            .forEach(tag -> assertTrue(tag.contains("scope=") || tag.contains("th:replace="), () -> name + ": " + tag)));
    }

    private static void none(Pattern pattern) {
        TEMPLATES.forEach((name, text) -> pattern.matcher(bare(text)).results().findFirst()
            .ifPresent(found -> fail(name + ": " + bare(text).substring(Math.max(0, found.start() - 60), Math.min(bare(text).length(), found.end() + 60)))));
    }

    private static Map<String, Integer> fragments(String file) {
        var fragments = new TreeMap<String, Integer>();
        FRAGMENT.matcher(bare(TEMPLATES.get(file))).results()
            .forEach(f -> fragments.put(f.group(1), f.group(2) == null || f.group(2).isBlank() ? 0 : f.group(2).split(",").length));
        return fragments;
    }

    /** How many arguments stand in the parenthesis that opens here; commas inside strings, braces and parentheses do not count. */
    private static int arguments(String text, int from) {
        if (text.charAt(from) != '(') {
            return 0;
        }
        int depth = 0;
        int commas = 0;
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            if (!quoted && (c == '(' || c == '{' || c == '[')) {
                depth++;
            } else if (!quoted && (c == ')' || c == '}' || c == ']') && --depth == 0) {
                return text.substring(from + 1, i).isBlank() ? 0 : commas + 1;
            } else if (!quoted && c == ',' && depth == 1) {
                commas++;
            }
        }
        throw new IllegalStateException("no end: " + text.substring(from));
    }

    private static long count(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    private static String bare(String text) {
        return COMMENT.matcher(text).replaceAll("");
    }
}
