package caretaker.e2e;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One headless Chromium for all stories of a test run; each story gets a window of its own. */
final class Browser {
    private static final Path CHROMIUM = Path.of(System.getProperty("chromium", "/usr/bin/chromium"));
    /** The machine's own network is closed to it: Chromium would look for its maker's servers. */
    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--font-render-hinting=none");

    /** Started at first use, once. */
    private static final class Running {
        static final com.microsoft.playwright.Browser CHROME = start();
    }

    private Browser() {}

    /** A new window, without cookies, at this console. */
    static Window open(Console console) {
        var context = Running.CHROME.newContext(new com.microsoft.playwright.Browser.NewContextOptions().setBaseURL(console.address())
            .setViewportSize(Window.DESK, Window.HEIGHT).setColorScheme(ColorScheme.LIGHT).setReducedMotion(ReducedMotion.REDUCE).setLocale("en-GB").setTimezoneId("UTC"));
        context.setDefaultTimeout(60_000);
        Page page = context.newPage();
        return new Window(page);
    }

    private static com.microsoft.playwright.Browser start() {
        if (!Files.isExecutable(CHROMIUM)) {
            throw new IllegalStateException("The browser stories need Chromium at " + CHROMIUM + ": install Debian's package chromium, or name another with -Dchromium=PATH.");
        }
        var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        PlaywrightAssertions.setDefaultAssertionTimeout(120_000);
        return playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setHeadless(true).setArgs(FLAGS));
    }
}
