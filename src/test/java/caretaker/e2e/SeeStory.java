package caretaker.e2e;

import caretaker.Samples;
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
    }

    @Test
    void everyPageIsReadableByEverybodyEverywhere() {
        try (var console = new Console("selfos", "titan"); var window = Browser.open(console)) {
            console.app.databases.list().forEach(d -> Samples.take(console.app.store, d.id(), console.app.databases.address(d)));
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
