package caretaker.web;

import caretaker.db.Json;
import caretaker.db.Store;
import caretaker.observe.Series;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** One's own theme and password, and what this console is and where it keeps things. */
final class SettingsPage {
    /** A fact about this console. */
    public record Fact(String name, String value) {}

    /** What observing a database costs it: connections now, milliseconds of all questions once, and the share of one core at the pace they are asked. */
    public record Cost(String databaseName, String environment, Integer connections, long tookMs, BigDecimal share, String slowest, String error) {}

    public record Page(String theme, List<Fact> facts, List<Cost> costs) {}

    private final View view;
    private final People people;
    private final Store store;
    private final List<Series> series;
    private final List<Fact> facts;

    SettingsPage(View view, People people, Store store, List<Series> series, Map<String, String> facts) {
        this.view = view;
        this.people = people;
        this.store = store;
        this.series = series;
        this.facts = facts.entrySet().stream().map(f -> new Fact(f.getKey(), f.getValue())).toList();
    }

    void show(Context ctx) {
        var asked = series.stream().map(s -> Map.of("series", s.name(), "seconds", s.every().toSeconds())).toList();
        view.show(ctx, "settings", new Page(Session.of(ctx).theme(), facts, store.list("observe/cost", Cost.class, Map.of("series", Json.write(asked)))));
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
