package caretaker.web;

import io.javalin.http.Context;
import java.net.URI;
import java.util.List;

/** One's own theme and password, and what this console is and where it keeps things. */
final class SettingsPage {
    /** A fact about this console. */
    public record Fact(String name, String value) {}

    public record Page(String theme, List<Fact> facts) {}

    private final View view;
    private final People people;
    private final List<Fact> facts;

    SettingsPage(View view, People people, List<Fact> facts) {
        this.view = view;
        this.people = people;
        this.facts = facts;
    }

    void show(Context ctx) {
        view.show(ctx, "settings", new Page(Session.of(ctx).theme(), facts));
    }

    void change(Context ctx) {
        people.theme(Session.of(ctx).personId(), String.valueOf(ctx.formParam("theme")));
        view.go(ctx, back(ctx));
    }

    /** The page the theme was changed on. */
    private static String back(Context ctx) {
        try {
            var from = URI.create(String.valueOf(ctx.header("Referer")));
            var path = from.getRawPath() + (from.getRawQuery() == null ? "" : "?" + from.getRawQuery());
            return ctx.host() != null && ctx.host().equals(from.getAuthority()) ? SigninPage.local(path) : "/settings";
        } catch (IllegalArgumentException e) {
            return "/settings";
        }
    }
}
