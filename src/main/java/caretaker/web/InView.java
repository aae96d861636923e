package caretaker.web;

import caretaker.UserError;
import caretaker.db.Database;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The database in view: ?database=NAME, or the only one there is; null means all of them. */
public record InView(Database database, List<Database> all) {

    /** What Web found for this request. */
    static InView of(Context ctx) {
        InView found = ctx.attribute("inView");
        return found == null ? new InView(null, List.of()) : found;
    }

    static InView choose(String name, List<Database> all) {
        if (name == null || name.isBlank()) {
            return new InView(all.size() == 1 ? all.get(0) : null, all);
        }
        return all.stream().filter(d -> d.name().equals(name)).findFirst().map(d -> new InView(d, all))
            .orElseThrow(() -> UserError.notFound("The database " + name));
    }

    /** The same with another database in view: for pages of one object, which know where it lives. */
    InView at(Long databaseId) {
        return new InView(all.stream().filter(d -> databaseId != null && d.id() == databaseId).findFirst().orElse(null), all);
    }

    /** The databases a page covers: the one in view, or all. */
    public List<Database> shown() {
        return database == null ? all : List.of(database);
    }

    /** The id for statements that cover one database or, with null, all. */
    public Long id() {
        return database == null ? null : database.id();
    }

    /** The database in view, for pages that need exactly one. */
    public Database one() {
        if (database == null) {
            throw UserError.of("Choose a database first: this page shows one at a time.");
        }
        return database;
    }

    /** An address of the console that keeps the database in view. */
    public String link(String path) {
        return database == null || all.size() < 2 ? path : path + (path.contains("?") ? "&" : "?") + "database=" + encode(database.name());
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
