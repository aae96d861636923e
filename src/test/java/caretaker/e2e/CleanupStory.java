package caretaker.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.plan.Overrides;
import caretaker.run.Catalogue;
import caretaker.run.Run;
import caretaker.web.Role;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From an overdue table to an entry in the log: see, preview, approve, run, prove. */
class CleanupStory {
    private static Console console;

    @BeforeAll
    static void open() {
        console = new Console("selfos", "titan");
    }

    @AfterAll
    static void close() {
        console.close();
    }

    private static Address database(String name) {
        var d = console.app.databases.byName(name);
        return TestServer.in(d.dbname());
    }

    @Test
    void anAdminArchivesInProductionAndFindsItInTheLog() {
        try (var window = Browser.open(console)) {
            var page = signedIn(window, "ana.keller", Role.ADMIN);
            window.go("/cleanup");
            assertThat(page.getByText("policies are overdue")).isVisible();
            page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("story_sessions"))
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("Preview"))).click();

            assertThat(page).hasURL(Pattern.compile(".*/plans/\\d+.*"));
            assertThat(page.getByText("none is lost, none is kept twice")).isVisible();
            window.seen("plan");
            var before = TestServer.value(database("selfos"), "select count(*) from public.story_sessions");
            var due = console.app.plans.byId(Long.parseLong(page.url().replaceAll(".*/plans/(\\d+).*", "$1"))).rows();

            page.getByLabel("Type public.story_sessions to run it in production").fill("public.story_sessions");
            page.locator("#reason").fill("first clean-up since the start");
            button(page, Pattern.compile("^Archive .* rows$")).click();

            assertThat(page).hasURL(Pattern.compile(".*/runs/\\d+.*"));
            assertThat(page.locator("#run .ct-say").getByText("Done", new Locator.GetByTextOptions().setExact(true))).isVisible();
            window.seen("run-done");
            assertEquals(Long.parseLong(before) - due, Long.parseLong(TestServer.value(database("selfos"), "select count(*) from public.story_sessions")));
            assertEquals(String.valueOf(due), TestServer.value(database("selfos"), "select count(*) from public.story_sessions_archive"));

            window.go("/log");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("Archive .* rows of public.story_sessions"))).click();
            assertThat(page.getByText("first clean-up since the start").first()).isVisible();
            window.seen("log-entry");
        }
    }

    @Test
    void aLongRunIsWatchedStoppedAndResumed() {
        try (var window = Browser.open(console)) {
            var page = signedIn(window, "otto", Role.OPERATOR);
            var plan = console.app.planner.preview(console.app.policies.byName("titan-audit-logs"), new Overrides(null, null, 60), "otto");
            window.go("/plans/" + plan.id());
            button(page, Pattern.compile("^Delete .* rows$")).click();
            assertThat(page.getByText("rows deleted and committed")).isVisible();
            window.shots("run-going");
            button(page, Pattern.compile("Stop after this batch")).click();
            assertThat(page.locator("#run .ct-say").getByText("Stopped", new Locator.GetByTextOptions().setExact(true))).isVisible();
            window.seen("run-stopped");
            button(page, Pattern.compile("Resume")).click();
            assertThat(page.locator("#run .ct-say").getByText("Done", new Locator.GetByTextOptions().setExact(true))).isVisible();
            assertEquals("0", TestServer.value(database("titan"), "select count(*) from public.audit_logs where created_at < now() - interval '91 days'"));
        }
    }

    @Test
    void whoMayNotRunSeesWhy() {
        var policy = console.app.policies.byName("titan-notifications-read");
        var plan = console.app.planner.preview(policy, Overrides.NONE, "ana.keller");
        try (var window = Browser.open(console)) {
            var page = signedIn(window, "vera", Role.VIEWER);
            window.go("/plans/" + plan.id());
            assertThat(page.getByText("Running needs an operator")).isVisible();
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Delete")))).hasCount(0);
            window.seen("plan-viewer");
        }
        try (var window = Browser.open(console)) {
            var page = signedIn(window, "oleg", Role.OPERATOR);
            window.go("/plans/" + plan.id());
            page.getByLabel("keep").fill("30");
            button(page, Pattern.compile("Preview again")).click();
            assertThat(page.getByText("An admin runs this one")).isVisible();
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Delete")))).hasCount(0);
            window.seen("plan-harsher");
        }
    }

    @Test
    void aRoutineIsWrittenInThePageAndFires() {
        var proof = console.app.planner.preview(console.app.policies.byName("titan-user-sessions"), Overrides.NONE, "ana.keller");
        console.app.runner.execute(console.app.runs.queue(proof, "ana.keller", null, null, null, null));
        TestServer.execute(database("titan"), "update public.user_sessions set expires_at = now() - interval '2 days' where id in (select id from public.user_sessions limit 17)");
        try (var window = Browser.open(console)) {
            var page = signedIn(window, "anton", Role.ADMIN);
            window.go("/routines/new?database=titan");
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("titan-often");
            page.getByText("Cron line").click();
            page.locator("#schedule").fill("* * * * *");
            page.locator("select[name=task]").selectOption("titan-user-sessions");
            button(page, Pattern.compile("Add task")).click();
            assertThat(page.getByText("titan-user-sessions").first()).isVisible();
            window.seen("routine-form");
            button(page, Pattern.compile("^Save")).click();
            assertThat(page.getByText("titan-often").first()).isVisible();
            // Sessions of the demo may expire meanwhile.
            Await.that("the routine fires and is done", () -> newest().anyMatch(r -> "routine:titan-often".equals(r.person()) && r.parentId() != null
                && r.status().equals("done") && r.doneRows() >= 17), () -> newest().limit(6).map(Run::toString).collect(Collectors.joining("\n")));
            window.go("/log");
            assertThat(page.locator("tbody").getByText("titan-often").first()).isVisible();
            window.seen("log");
            console.app.routines.enable(console.app.routines.byName("titan-often").id(), false, "test");
            window.go("/routines");
            window.seen("routines-fired");
        }
    }

    private Stream<Run> newest() {
        return console.app.store.list("own/log_newest", Run.class, Map.of("database", "titan", "count", 50)).stream();
    }

    @Test
    @Catalogue("G6")
    void hostileNamesAreShownAsText() {
        var name = "<img src=x onerror=alert(1)>\"'; drop table x; --";
        var address = TestServer.database("hostile");
        TestServer.execute(address, "create table public.\"" + name.replace("\"", "\"\"") + "\" (\"<b>when</b>\" timestamptz, \"${7*7}\" text); insert into public.\""
            + name.replace("\"", "\"\"") + "\" select now() - n * interval '1 day', 'x' from generate_series(1, 100) as n");
        console.app.databases.save("hostile", address, "development", "UTC", true, "test");
        console.app.runner.execute(console.app.runs.queue(console.app.planner.install(console.app.databases.byName("hostile"), "test"), "test", null, null, null, null));
        console.measure();
        try (var window = Browser.open(console)) {
            var page = signedIn(window, "anna", Role.ADMIN);
            page.onDialog(dialog -> {
                throw new AssertionError("a script ran: " + dialog.message());
            });
            window.go("/tables?database=hostile");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name)).first().click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))).containsText("<img src=x onerror=alert(1)>");
            assertThat(page.getByText("<b>when</b>").first()).isVisible();
            window.seen("table-hostile");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("New policy").setExact(true)).click();
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("hostile-rows");
            page.getByLabel("Time column").selectOption("<b>when</b>");
            page.getByLabel("Keep").fill("-5 days");
            button(page, Pattern.compile("Save policy")).click();
            assertThat(page.getByText("Keep cannot be negative").first()).isVisible();
            assertThat(page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))).hasValue("hostile-rows");
            window.seen("policy-wrong");
            page.getByLabel("Keep").fill("60 days");
            button(page, Pattern.compile("Save policy")).click();
            assertThat(page.getByText("is saved as version 1")).isVisible();
            window.go("/cleanup?database=hostile");
            button(page, Pattern.compile("^Preview")).first().click();
            assertThat(page.getByText("<img src=x onerror=alert(1)>").first()).isVisible();
            button(page, Pattern.compile("^Delete .* rows?$")).click();
            assertThat(page.locator("#run .ct-say").getByText("Done", new Locator.GetByTextOptions().setExact(true))).isVisible();
            assertEquals("59", TestServer.value(address, "select count(*) from public.\"" + name.replace("\"", "\"\"") + "\""));
        }
    }

    @Test
    void anOwnDatabaseIsTestedAddedAndGetsItsLedger() {
        var address = TestServer.login("own_care", TestServer.database("own").database());
        TestServer.execute(TestServer.in(address.database()), "create table public.visits (at timestamptz); grant create on database \"" + address.database() + "\" to own_care");
        try (var window = Browser.open(console)) {
            var page = signedIn(window, "adam", Role.ADMIN);
            window.go("/databases/new");
            page.locator("#name").fill("own");
            page.locator("#host").fill(address.host());
            page.locator("#port").fill(String.valueOf(address.port()));
            page.locator("#database").fill(address.database());
            page.locator("#user").fill("own_care");
            page.locator("input[type=password]").fill("not the password");
            button(page, Pattern.compile("Test the connection")).click();
            assertThat(page.getByText("password authentication failed").first()).isVisible();
            assertThat(page.locator("#host")).hasValue(address.host());
            page.locator("input[type=password]").fill(address.password());
            button(page, Pattern.compile("Test the connection")).click();
            assertThat(page.getByText("Copy all grants").first()).isVisible();
            window.shots("database-tested");
            page.locator("button.ct-primary").first().click();
            page.waitForURL(Pattern.compile(".*/databases(/own)?(\\?.*)?$"));
            Await.that("the first contact", () -> console.app.databases.find("own").filter(d -> d.contactAt() != null).isPresent(), page::url);
            window.go("/databases/own");
            button(page, Pattern.compile("Preview ledger installation")).first().click();
            assertThat(page).hasURL(Pattern.compile(".*/plans/\\d+.*"));
            window.seen("plan-install");
            page.locator("#typed").fill("caretaker");
            page.locator("form[action='/runs'] button").click();
            assertThat(page.locator("#run .ct-say").getByText("Done", new Locator.GetByTextOptions().setExact(true))).isVisible();
            assertEquals("batch cleanup_statistics materialized_view_metadata run storage",
                TestServer.value(TestServer.in(address.database()), "select string_agg(tablename, ' ' order by tablename) from pg_tables where schemaname = 'caretaker'"));
        }
    }

    private static Page signedIn(Window window, String name, Role role) {
        var page = window.go(console.link(name, role));
        button(page, Pattern.compile("Sign in as")).click();
        page.waitForURL("**/password");
        return page;
    }

    private static Locator button(Page page, Pattern name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }
}
