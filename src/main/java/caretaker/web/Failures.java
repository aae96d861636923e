package caretaker.web;

import caretaker.UserError;
import caretaker.db.Json;
import caretaker.db.TargetError;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into a page, or into JSON: sentences for people, an id for the rest, never a stack trace. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Map<Integer, String> TITLES = Map.of(401, "Sign in first", 403, "Not allowed", 404, "Not found", 405, "Not possible",
        409, "Refused", 413, "Too large", 422, "Not understood", 503, "No answer");

    /** What the error page says; the meaning tells what to do about PostgreSQL's own words. */
    public record Page(int status, String title, String sentence, String meaning, String field) {}

    private final View view;
    private final Auth auth;

    Failures(View view, Auth auth) {
        this.view = view;
        this.auth = auth;
    }

    void map(RoutesConfig routes) {
        routes.exception(UserError.class, (e, ctx) -> show(ctx, e.status(), e.getMessage(), "", e.field()));
        routes.exception(TargetError.class, (e, ctx) -> show(ctx, 503, e.getMessage(), e.meaning(), null));
        routes.exception(HttpResponseException.class, (e, ctx) -> show(ctx, e.getStatus(), words(e.getStatus()), "", null));
        routes.exception(Exception.class, (e, ctx) -> unexpected(ctx, e));
    }

    private void unexpected(Context ctx, Exception e) {
        var id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.error("{} {} failed, {}", ctx.method(), ctx.path(), id, e);
        show(ctx, 500, "Something failed that should not. The console's log tells more under " + id + ".", "", null);
    }

    private void show(Context ctx, int status, String sentence, String meaning, String field) {
        ctx.status(status);
        var page = new Page(status, TITLES.getOrDefault(status, status < 500 ? "Not possible" : "Failed"), sentence, meaning, field);
        if (View.wantsJson(ctx)) {
            ctx.contentType("application/json").result(Json.write(Map.of("error", meaning.isEmpty() ? sentence : sentence + " " + meaning)));
            return;
        }
        try {
            auth.enter(ctx);
            view.show(ctx, "error", page);
        } catch (RuntimeException e) { // the store itself may be what does not answer
            LOG.error("The error page failed too", e);
            ctx.contentType("text/plain; charset=utf-8").result(sentence);
        }
    }

    /** What PostgreSQL said and what it means, for a place that has room for one text. */
    static String sentence(TargetError e) {
        var said = e.getMessage().endsWith(".") ? e.getMessage() : e.getMessage() + ".";
        return e.meaning().isEmpty() ? said : said + " " + e.meaning();
    }

    private static String words(int status) {
        return switch (status) {
            case 404 -> "There is no page at this address.";
            case 405 -> "This address does not take that kind of request.";
            case 413 -> "The request is larger than 1 MB.";
            default -> "The request was not understood.";
        };
    }
}
