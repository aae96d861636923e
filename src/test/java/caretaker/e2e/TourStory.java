package caretaker.e2e;

import caretaker.web.Role;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every page once, over the two demo systems: photographed in both themes and widths, and checked for accessibility. */
class TourStory {
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("overview", "/");
        PAGES.put("tables", "/tables?database=titan");
        PAGES.put("tables-all", "/tables");
        PAGES.put("table", "/table?database=titan&name=public.audit_logs");
        PAGES.put("findings", "/findings?database=titan");
        PAGES.put("findings-all", "/findings");
        PAGES.put("findings-check", "/findings?check=vacuum_status&database=titan");
        PAGES.put("overview-one", "/?database=titan");
        PAGES.put("indexes", "/indexes?database=titan");
        PAGES.put("indexes-all", "/indexes");
        PAGES.put("queries", "/queries?database=titan");
        PAGES.put("cleanup", "/cleanup");
        PAGES.put("policies", "/policies");
        PAGES.put("policy-new", "/policies/new?database=titan&table=public.trades");
        PAGES.put("routines", "/routines");
        PAGES.put("routine-new", "/routines/new?database=titan");
        PAGES.put("runs", "/runs");
        PAGES.put("log", "/log");
        PAGES.put("databases", "/databases");
        PAGES.put("database-new", "/databases/new");
        PAGES.put("database", "/databases/titan");
    }

    @Test
    void everyPageIsReadableByEverybodyEverywhere() {
        try (var console = new Console("selfos", "titan"); var window = Browser.open(console)) {
            var page = window.go(console.link("ana.keller", Role.ADMIN));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in as ana.keller")).click();
            page.waitForURL("**/password");
            PAGES.forEach((name, path) -> {
                window.go(path);
                window.seen(name);
            });
        }
    }
}
