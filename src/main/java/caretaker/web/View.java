package caretaker.web;

import caretaker.UserError;
import caretaker.db.Json;
import caretaker.db.Store;
import caretaker.observe.Findings;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Answers a request with a whole page, or with the page's own record as JSON when that is what was asked for. */
final class View {
    private static final String NOTICE = "caretaker_notice";
    private final Templates templates;
    private final Assets assets;
    private final Store store;
    private final InstantSource clock;
    private final LongSupplier overdue;
    private final Findings findings;

    /** overdue counts the policies that the navigation warns of. */
    View(Templates templates, Assets assets, Store store, InstantSource clock, LongSupplier overdue) {
        this.templates = templates;
        this.assets = assets;
        this.store = store;
        this.clock = clock;
        this.overdue = overdue;
        this.findings = new Findings(store, clock);
    }

    /** Shows templates/NAME.html; the template knows the record as page, the surroundings as frame and the formats as f. */
    void show(Context ctx, String template, Object page) {
        show(ctx, template, page, InView.of(ctx));
    }

    /** Shows a page that is a list, or with format=csv in its address all of the list as a file. */
    void list(Context ctx, String template, Listing listing, Function<Listing, ? extends Sheet.Paged> page) {
        if ("csv".equals(ctx.queryParam("format"))) {
            Sheet.send(ctx, template, listing, page);
        } else {
            show(ctx, template, page.apply(listing));
        }
    }

    /** The same for a page of one object, which knows in which database it lives. */
    void show(Context ctx, String template, Object page, InView inView) {
        ctx.header("Cache-Control", "no-store");
        if (wantsJson(ctx)) {
            ctx.contentType("application/json").result(Json.write(page));
            return;
        }
        var model = new HashMap<String, Object>(Map.of("page", page, "frame", frame(ctx, inView), "f", new Format(clock)));
        ctx.contentType("text/html; charset=utf-8").result(templates.render(template, model));
    }

    /** Shows a form again with what is wrong in it. */
    void again(Context ctx, String template, Object page) {
        ctx.status(422);
        show(ctx, template, page);
    }

    /** After a change: on to a page that says so in one sentence. */
    void done(Context ctx, String path, String notice) {
        ctx.header("Cache-Control", "no-store");
        if (wantsJson(ctx)) {
            ctx.contentType("application/json").result(Json.write(Map.of("location", path, "notice", notice)));
            return;
        }
        var value = Base64.getUrlEncoder().withoutPadding().encodeToString(notice.getBytes(StandardCharsets.UTF_8));
        ctx.cookie(new Cookie(NOTICE, value, "/", 60, secure(ctx), true, null, SameSite.LAX));
        ctx.redirect(path, HttpStatus.SEE_OTHER);
    }

    /** On to another page without a word. */
    void go(Context ctx, String path) {
        ctx.header("Cache-Control", "no-store");
        ctx.redirect(path, HttpStatus.SEE_OTHER);
    }

    /** The number in the address; anything else does not exist. */
    static long id(Context ctx, String what) {
        var id = ctx.pathParam("id");
        if (!id.matches("[0-9]{1,18}")) {
            throw UserError.notFound(what + " " + id);
        }
        return Long.parseLong(id);
    }

    static boolean wantsJson(Context ctx) {
        var accept = ctx.header("Accept");
        return accept != null && accept.contains("application/json") && !accept.contains("text/html");
    }

    /** True when the browser came by https, here or at a proxy before us; a forged header only harms its sender's own cookie. */
    static boolean secure(Context ctx) {
        return ctx.scheme().equals("https") || "https".equals(ctx.header("X-Forwarded-Proto"));
    }

    private Frame frame(Context ctx, InView inView) {
        var session = Session.of(ctx);
        if (session == null) {
            return new Frame(null, Role.OPEN, "system", "", new InView(null, List.of()), List.of(), null, assets, clock.instant());
        }
        var waiting = new Frame.Waiting(overdue.getAsLong(), store.one("own/frame_waiting", Long.class, Map.of()), findings.waiting());
        return new Frame(session.name(), session.role(), session.theme(), session.csrf(), inView,
            Frame.navigation(session.role(), waiting, inView.all().size()), notice(ctx), assets, clock.instant());
    }

    private static String notice(Context ctx) {
        var value = ctx.cookie(NOTICE);
        if (value == null) {
            return null;
        }
        ctx.removeCookie(NOTICE);
        try {
            return new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null; // not ours
        }
    }
}
