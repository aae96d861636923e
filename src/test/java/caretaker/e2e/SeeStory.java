package caretaker.e2e;

import caretaker.web.Role;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages that only look, over the demo systems: photographed in both themes and widths, and checked for accessibility. */
class SeeStory {
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("vacuum", "/vacuum?database=titan");
        PAGES.put("vacuum-all", "/vacuum");
        PAGES.put("partitions", "/partitions");
        PAGES.put("server", "/server?database=titan");
        PAGES.put("security", "/security?database=titan");
        PAGES.put("activity", "/activity?database=titan");
    }

    @Test
    void everyPageIsReadableByEverybodyEverywhere() {
        try (var console = new Console("selfos", "titan"); var window = Browser.open(console)) {
            var page = window.go(console.link("ana.keller", Role.ADMIN));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in as ana.keller")).click();
            page.waitForURL("**/password");
            var only = System.getProperty("only", "");
            PAGES.forEach((name, path) -> {
                if (name.startsWith(only)) {
                    window.go(path);
                    window.seen(name);
                }
            });
        }
    }
}
