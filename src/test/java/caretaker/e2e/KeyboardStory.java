package caretaker.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.web.Role;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.HashSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever has no mouse: every key of the help works, each focus is seen, and the way past the navigation is short. */
class KeyboardStory {
    /** What shows where the focus is: the ring of the element, of the field around it, or of what a hidden choice or a link in a map stands for. */
    private static final String SEEN = """
        () => {
          const e = document.activeElement;
          const ring = x => { const s = getComputedStyle(x); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; };
          const name = e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + (e.getAttribute('aria-label') || e.textContent || '').trim().slice(0, 40);
          return e === document.body ? '' : ring(e) || ring(e.parentElement) || e.closest('.ct-tree') ? 'seen ' + name : 'hidden ' + name;
        }""";

    @Test
    void everythingIsReachedAndSeenWithoutAMouse() {
        var many = TestServer.database("many");
        TestServer.execute(many, "do $$ begin for n in 1..120 loop execute format('create table t%s (id int primary key)', n); end loop; end $$");
        try (var console = new Console(); var window = Browser.open(console)) {
            console.care("many", many, "development");
            console.measure();
            var page = window.go(console.link("ana.keller", Role.ADMIN));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in as ana.keller")).click();
            page.waitForURL("**/password");
            window.go("/tables?sort=name");
            theFirstTabSkipsTheNavigation(page);
            eachFocusIsSeen(page);
            keysMoveThroughTheList(window.go("/tables?sort=name"));
            keysMoveBetweenPages(page);
        }
    }

    private static void theFirstTabSkipsTheNavigation(Page page) {
        page.keyboard().press("Tab");
        assertThat(page.getByText("Skip to the page")).isFocused();
        assertThat(page.getByText("Skip to the page")).isInViewport();
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertTrue((Boolean) page.evaluate("document.getElementById('main').contains(document.activeElement)"), "the next stop is on the page itself");
    }

    private static void eachFocusIsSeen(Page page) {
        page.reload();
        var stops = new HashSet<String>();
        for (int n = 0; n < 90; n++) {
            page.keyboard().press("Tab");
            var stop = (String) page.evaluate(SEEN);
            assertTrue(stop.isEmpty() || stop.startsWith("seen"), stop);
            stops.add(stop);
        }
        assertTrue(stops.size() > 60, stops.toString());
    }

    private static void keysMoveThroughTheList(Page page) {
        var first = page.locator("main .ct-table tbody tr").first().locator("a").first();
        page.keyboard().press("j");
        assertThat(first).isFocused();
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("k");
        assertThat(page.locator("main .ct-table tbody tr").nth(1).locator("a").first()).isFocused();
        page.keyboard().press("n");
        page.waitForURL(Pattern.compile(".*page=1.*"));
        assertThat(page.getByText(Pattern.compile("^101 to 1"))).isVisible();
        page.keyboard().press("n");
        page.keyboard().press("p");
        page.waitForURL(url -> !url.contains("page=1"));
        assertThat(page.getByText(Pattern.compile("^1 to 100 of"))).isVisible();
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        assertThat(page.locator("#size")).isVisible();
    }

    private static void keysMoveBetweenPages(Page page) {
        page.keyboard().press("?");
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("next page, page before");
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
        page.keyboard().press("g");
        page.keyboard().press("l");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Maintenance log"))).isVisible();
        page.keyboard().press("/");
        page.keyboard().type("public.t7");
        assertEquals("public.t7", page.locator("#jump input").first().inputValue(), "letters in a field are letters");
        page.keyboard().press("Enter");
        page.waitForURL("**/table?**t7**");
    }
}
