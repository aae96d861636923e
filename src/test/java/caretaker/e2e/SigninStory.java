package caretaker.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.web.Role;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the printed link to a console with two people in it. */
class SigninStory {
    private static final String PASSWORD = "correct horse battery";
    private static Console console;

    @BeforeAll
    static void open() {
        console = new Console("selfos", "titan");
    }

    @AfterAll
    static void close() {
        console.close();
    }

    @Test
    void aPersonComesByLinkSetsAPasswordAndInvitesAViewer() {
        try (var window = Browser.open(console)) {
            var page = window.go(console.link("ana.keller", Role.ADMIN));
            window.seen("signin-link");
            button(page, "Sign in as ana.keller").click();

            assertThat(page).hasURL(Pattern.compile(".*/password$"));
            window.seen("password");
            page.getByLabel("New password").fill("short");
            page.getByLabel("The same again").fill("short");
            button(page, "Set the password").click();
            assertThat(page.getByText("A password has at least 10 characters")).isVisible();
            window.seen("password-wrong");
            page.getByLabel("New password").fill(PASSWORD);
            page.getByLabel("The same again").fill(PASSWORD);
            button(page, "Set the password").click();

            signOut(page);
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Sign in"))).isVisible();
            window.seen("signin");
            signIn(page, "ana.keller", "not the password");
            assertThat(page.getByText("Name or password is wrong.").first()).isVisible();
            assertThat(page.getByLabel("Name")).hasValue("ana.keller");
            window.seen("signin-wrong");
            signIn(page, "ana.keller", PASSWORD);

            window.go("/users");
            window.seen("users");
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Ben");
            button(page, "Add and show the link").click();
            assertThat(page.getByText("A name is made of small letters").first()).isVisible();
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("ben");
            button(page, "Add and show the link").click();
            assertThat(page.getByText("One-time link for")).isVisible();
            window.seen("users-added");

            window.go("/settings");
            window.seen("settings");
            page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Theme")).getByText("Dark").click();
            assertTrue("dark".equals(page.locator("html").getAttribute("data-bs-theme")));
            Window.axe(page);
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screens/settings-chosen-dark.png")));
        }
    }

    @Test
    void errorsAndTheJumpFieldLookLikeTheRest() {
        try (var window = Browser.open(console)) {
            var page = window.go(console.link("eva", Role.VIEWER));
            button(page, "Sign in as eva").click();
            assertThat(page).hasURL(Pattern.compile(".*/password$"));
            window.go("/no-such-page");
            assertThat(page.getByText("There is no page at this address.")).isVisible();
            window.seen("error-missing");
            window.go("/users");
            assertThat(page.getByText("This needs the role admin; eva is a viewer.")).isVisible();
            window.seen("error-forbidden");
            window.go("/jump?q=log");
            window.seen("jump");
            window.go("/jump?q=no+such+thing");
            window.seen("jump-nothing");
        }
    }

    private static void signIn(Page page, String name, String password) {
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(password);
        button(page, "Sign in").click();
    }

    private static void signOut(Page page) {
        page.locator("summary").filter(new Locator.FilterOptions().setHasText("ana.keller")).click();
        button(page, "Sign out").click();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
