package caretaker.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.web.Role;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows leave a partitioned production table for files: held, approved by a second person, slowed, stopped with everything else, let go on, and kept. */
class MoverStory {
    private static Console console;
    private static Address address;

    @BeforeAll
    static void open() {
        console = new Console();
        var admin = TestServer.database("shop");
        TestServer.execute(admin, """
            create table public.orders (id bigint, placed_at timestamptz not null, customer text, note text) partition by range (placed_at);
            create table public.orders_2024 partition of public.orders for values from ('2024-01-01') to ('2025-01-01');
            create table public.orders_2025 partition of public.orders for values from ('2025-01-01') to ('2026-01-01');
            create table public.orders_later partition of public.orders default;
            create index on public.orders (placed_at);
            insert into public.orders select n, timestamptz '2024-03-01' + n * interval '20 minutes', case when n % 500 = 0 then 'c-1207' else 'c-' || n % 900 end,
              md5(n::text) from generate_series(1, 40000) as n;
            analyze public.orders""");
        address = TestServer.login("shop_care", admin.database());
        TestServer.execute(admin, "grant create on database \"" + admin.database() + "\" to shop_care; grant select, insert, delete" + (TestServer.majorVersion() < 17 ? "" : ", maintain") + " on all tables in schema public to shop_care;"
            + " grant create on schema public to shop_care");
        console.care("shop", address, "production");
        console.measure();
    }

    @AfterAll
    static void close() {
        console.close();
    }

    @Test
    void rowsLeaveForFilesUnderEveryGuard() {
        try (var window = Browser.open(console); var second = Browser.open(console)) {
            var ana = signedIn(window, "ana.keller", Role.ADMIN);
            var otto = signedIn(second, "otto", Role.OPERATOR);
            aCarefulDatabase(window, ana);
            aHold(window, ana);
            aPolicy(window, ana);
            var plan = aPreview(window, ana);
            anApproval(second, otto, plan);
            aRun(window, ana, plan);
            theBigStop(second, otto, window, ana);
            theEnd(window, ana);
        }
    }

    private static void aCarefulDatabase(Window window, Page page) {
        window.go("/databases/shop");
        page.getByText("A second person approves what removes rows").click();
        page.getByLabel("Sessions that may move rows").fill("3");
        window.seen("mover-database");
        button(page, "Save and contact it").click();
        assertThat(page.getByText("is saved and contacted again")).isVisible();
    }

    private static void aHold(Window window, Page page) {
        window.go("/holds?table=public.orders");
        page.getByLabel("Column of condition 1").selectOption("customer");
        page.getByLabel("Value of condition 1").fill("c-1207");
        page.getByLabel("Until").fill("2001-01-01");
        page.getByLabel("Reason").last().fill("Case 12/2026: the customer's orders are evidence");
        button(page, "Hold these rows").click();
        assertThat(page.getByText("would have ended before it began")).isVisible();
        window.seen("mover-holds-wrong");
        page.getByLabel("Until").fill("2099-12-31");
        button(page, "Hold these rows").click();
        assertThat(page.getByText("The rows are held from now on")).isVisible();
        window.seen("mover-holds");
    }

    private static void aPolicy(Window window, Page page) {
        window.go("/policies/new?table=public.orders");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("shop-orders");
        page.getByLabel("Time column").selectOption("placed_at");
        page.getByLabel("Keep", new Page.GetByLabelOptions().setExact(true)).fill("180 days");
        page.getByText("Export to files").click();
        page.getByLabel("Speed").selectOption("gentle");
        page.getByLabel("Workers").fill("2");
        page.getByLabel("Time budget, minutes").fill("ninety");
        page.getByLabel("Most of the table, %").fill("100");
        button(page, "Save policy").click();
        assertThat(page.getByText("Write the budget as a number of minutes")).isVisible();
        window.seen("mover-policy");
        page.getByLabel("Time budget, minutes").fill("90");
        button(page, "Save policy").click();
        assertThat(page.getByText("is saved as version 1")).isVisible();
        assertThat(page.getByText("Legal hold:")).isVisible();
        window.seen("mover-policy-held");
    }

    private static String aPreview(Window window, Page page) {
        button(page, "Preview a run").click();
        assertThat(page.getByText("Waits for a second person").first()).isVisible();
        assertThat(page.getByText("You made this preview")).isVisible();
        window.seen("mover-plan-waits");
        page.getByLabel("Rows of a batch").fill("50"); // so small that the run is still under way when it is stopped, however quick the machine
        button(page, "Preview again").click();
        assertThat(page.getByText("at most 50 rows each")).isVisible();
        return page.url().replaceAll(".*/plans/(\\d+).*", "$1");
    }

    private static void anApproval(Window window, Page page, String plan) {
        window.go("/plans/" + plan);
        window.seen("mover-plan-approve");
        button(page, "Approve to export").click();
        assertThat(page.getByText("approved by otto")).isVisible();
        window.seen("mover-plan-approved");
    }

    private static void aRun(Window window, Page page, String plan) {
        window.go("/plans/" + plan);
        page.getByLabel("Type public.orders to run it in production").fill("public.orders");
        button(page, "^Export .* rows$").click();
        assertThat(page.getByText("rows exported and committed")).isVisible();
        assertThat(page.getByText("the dial stands on gentle").first()).isVisible();
        window.shots("mover-run-gentle");
        button(page, "Normal").click();
        assertThat(page.getByText("The dial stands on normal; the next batch heeds it.")).isVisible();
        button(page, "Gentle").click();
        assertThat(page.getByText("The dial stands on gentle; the next batch heeds it.")).isVisible();
    }

    private static void theBigStop(Window second, Page otto, Window window, Page ana) {
        second.go("/cleanup");
        otto.getByText("Stop all work").first().click();
        second.seen("mover-stop");
        otto.getByLabel("Reason").fill("the replica is being rebuilt");
        otto.locator(".ct-stopform button").click();
        assertThat(otto.getByText("is stopped").first()).isVisible();
        second.seen("mover-stopped-runs");
        assertThat(otto.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Let work go on"))).hasCount(0);
        var run = ana.url().replaceAll("\\?.*", "");
        assertThat(ana.locator("#run .ct-say").getByText("Stopped", new Locator.GetByTextOptions().setExact(true))).isVisible();
        assertThat(button(ana, "Resume")).hasCount(0);
        window.seen("mover-stopped-run");
        button(ana, "Let work go on").click();
        assertThat(ana.getByText("Work in shop may go on.")).isVisible();
        ana.navigate(run);
        button(ana, "Resume").click();
        button(ana, "Full").click();
    }

    private static void theEnd(Window window, Page page) {
        assertThat(page.locator("#run .ct-say").getByText("Done", new Locator.GetByTextOptions().setExact(true))).isVisible();
        assertThat(page.getByText("Why it was not faster")).isVisible();
        window.seen("mover-run-done");
        assertEquals("80", TestServer.value(address, "select count(*) from public.orders where customer = 'c-1207'"));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^\\d+.files?, "))).click();
        assertThat(page.getByText("In the archive").first()).isVisible();
        window.seen("mover-archives-run");
        window.go("/archives");
        window.seen("mover-archives");
        window.go("/table?name=public.orders");
        assertThat(page.getByText("Legal hold:")).isVisible();
        window.seen("mover-table");
        assertTrue(Long.parseLong(TestServer.value(address, "select count(*) from caretaker.batch where file is not null")) > 0);
    }

    private static Page signedIn(Window window, String name, Role role) {
        var page = window.go(console.link(name, role));
        button(page, "Sign in as").click();
        page.waitForURL("**/password");
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile(name)));
    }
}
