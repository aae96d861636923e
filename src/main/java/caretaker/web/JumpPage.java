package caretaker.web;

import caretaker.db.Store;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;

/** From a word to a page: straight there when it means one thing, else a choice. */
final class JumpPage {
    /** One thing the word may mean; name is the table's name or the number of the rest. */
    public record Found(String kind, String title, String name, String databaseName) {
        public String path() {
            var database = databaseName == null ? "" : "?database=" + InView.encode(databaseName);
            return switch (kind) {
                case "table" -> "/table" + database + "&name=" + InView.encode(name);
                case "policy" -> "/policies/" + name;
                case "routine" -> "/routines/" + name;
                case "plan" -> "/plans/" + name;
                default -> "/runs/" + name;
            };
        }
    }

    public record Page(String word, List<Found> found) {}

    private final View view;
    private final Store store;

    JumpPage(View view, Store store) {
        this.view = view;
        this.store = store;
    }

    void show(Context ctx) {
        var word = ctx.queryParam("q") == null ? "" : ctx.queryParam("q").trim();
        var found = word.isEmpty() ? List.<Found>of() : find(word, InView.of(ctx));
        boolean clear = found.size() == 1 || found.stream().filter(f -> f.title().equals(word) || f.title().endsWith("." + word)).count() == 1;
        if (clear && !View.wantsJson(ctx)) {
            view.go(ctx, found.get(0).path());
        } else {
            view.show(ctx, "jump", new Page(word, found));
        }
    }

    private List<Found> find(String word, InView inView) {
        var args = new HashMap<String, Object>();
        args.put("word", word);
        args.put("database", inView.database() == null ? null : inView.database().name());
        return store.list("own/jump_find", Found.class, args);
    }
}
