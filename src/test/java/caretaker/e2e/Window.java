package caretaker.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.ScreenshotCaret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A browser window in a story: what a person sees in it is photographed, checked for accessibility, and must not complain in the console. */
final class Window implements AutoCloseable {
    static final int DESK = 1280;
    static final int PHONE = 390;
    static final int HEIGHT = 900;
    /** An A4 sheet less its margins, in pixels. */
    private static final int PAPER = 672;
    private static final List<String> STANDARD = List.of("wcag2a", "wcag2aa", "wcag21aa");
    /** What depends on colours, which are all that a dark page has of its own. */
    private static final List<String> COLOURS = List.of("color-contrast", "link-in-text-block");
    private static final boolean ALL = "all".equals(System.getProperty("screens"));
    private static final Path SCREENS = Path.of("target", "screens");
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    Window(Page page) {
        this.page = page;
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            // an answer such as 422 or 404 is part of a story, a blocked style or a script error never is
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text() + " at " + message.location() + " on " + page.url());
            }
        });
    }

    Page page() {
        return page;
    }

    /** Opens a page of the console by its path. */
    Page go(String path) {
        page.navigate(path);
        return page;
    }

    /** Photographs the page and checks it: what every page of a story goes through. */
    void seen(String name) {
        axe(page);
        shots(name);
    }

    /**
     * Looks at the page in both themes and widths; nothing may need scrolling sideways. Writes target/screens/NAME-light-1280.png and -dark-390.png,
     * which show each theme and each width; -Dscreens=all writes all four.
     */
    void shots(String name) {
        var wide = new ArrayList<String>();
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : new int[] {DESK, PHONE}) {
                look(scheme, width);
                var file = name + "-" + scheme.name().toLowerCase() + "-" + width + ".png";
                if (ALL || scheme == ColorScheme.LIGHT == (width == DESK)) {
                    page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setCaret(ScreenshotCaret.INITIAL).setPath(SCREENS.resolve(file))); // to hide it would style the fields
                }
                var reach = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
                if (reach > width) {
                    wide.add(file + " is " + reach + " pixels wide: " + page.evaluate(TOO_WIDE));
                }
            }
        }
        look(ColorScheme.LIGHT, DESK);
        assertEquals(List.of(), wide);
    }

    /** The page on paper as wide as the text of an A4 sheet, also from a dark screen: black on white, nothing to press, nothing beyond the edge. */
    void printed(String name) {
        page.setViewportSize(PAPER, HEIGHT);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT).setColorScheme(ColorScheme.DARK));
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENS.resolve(name + "-print.png")));
        assertEquals("", page.evaluate(PRESSABLE), name + " shows on paper what can only be pressed");
        assertEquals("rgb(255, 255, 255) rgb(0, 0, 0)", page.evaluate("getComputedStyle(document.body).backgroundColor + ' ' + getComputedStyle(document.body).color"));
        assertEquals("", page.evaluate(TOO_WIDE), name + " is cut at the right edge of the paper");
        assertTrue(page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true).setPath(SCREENS.resolve(name + ".pdf"))).length > 1000);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN).setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(DESK, HEIGHT);
    }

    /** The page as it is now, in light and in dark, against WCAG 2.1 AA. */
    static void axe(Page page) {
        var faults = Stream.of(ColorScheme.LIGHT, ColorScheme.DARK).flatMap(scheme -> {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            var axe = new AxeBuilder(page).setLegacyMode(true); // in the page itself: there are no frames
            return (scheme == ColorScheme.LIGHT ? axe.withTags(STANDARD) : axe.withRules(COLOURS)).analyze().getViolations().stream().map(rule -> scheme + " " + said(rule));
        }).distinct().toList();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        assertEquals("", String.join("\n", faults), page.url());
    }

    private static final String PRESSABLE = "[...document.querySelectorAll('button, input:not([type=hidden]), select, nav, header.ct-header')].filter(e => e.getClientRects().length > 0)"
        + ".map(e => e.tagName + ' ' + e.textContent.trim()).join(', ')";
    /** Names the elements that reach beyond the right edge. */
    private static final String TOO_WIDE = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
        + ".slice(0, 5).map(e => e.tagName + '.' + e.getAttribute('class')).join(', ')";

    private void look(ColorScheme scheme, int width) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, HEIGHT);
        page.evaluate("document.fonts.ready");
    }

    private static String said(Rule rule) {
        return rule.getId() + " (" + rule.getImpact() + "): " + rule.getHelp() + rule.getNodes().stream()
            .map(node -> "\n    " + node.getTarget() + " " + node.getHtml() + "\n      " + String.valueOf(node.getFailureSummary()).replace("\n", " "))
            .limit(8).collect(Collectors.joining());
    }

    /** Fails when the page complained: a blocked style, a script error. */
    @Override
    public void close() {
        page.context().close();
        assertEquals(List.of(), complaints, "the browser's console");
    }
}
