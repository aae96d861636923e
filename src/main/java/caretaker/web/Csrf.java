package caretaker.web;

import caretaker.UserError;
import io.javalin.http.Context;
import java.net.URI;

/** Refuses changes that another site sent in a person's name: by where the browser says they come from, and by the session's token. */
final class Csrf {
    private Csrf() {}

    static void check(Context ctx, Session session) {
        if (!sameOrigin(ctx)) {
            throw UserError.forbidden("This came from another site and was not carried out.");
        }
        if (session != null) {
            var token = ctx.header("X-CSRF-Token") != null ? ctx.header("X-CSRF-Token") : ctx.formParam("_csrf");
            if (!Tokens.same(session.csrf(), token)) {
                throw UserError.forbidden("The form is out of date. Open the page again; nothing has changed.");
            }
        }
    }

    /** X-Forwarded-Host cannot be set by another site's form, so a proxy may tell us our public name by it. */
    private static boolean sameOrigin(Context ctx) {
        var site = ctx.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        var origin = ctx.header("Origin");
        return origin == null || authority(origin, ctx.header("Host")) || authority(origin, ctx.header("X-Forwarded-Host"));
    }

    private static boolean authority(String origin, String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
