package caretaker.web;

import caretaker.UserError;
import caretaker.db.Databases;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;

/** Lets a request through to its route when the person may: deny when the route says nothing. */
final class Auth {
    private static final String COOKIE = "caretaker_session";
    private static final int TWELVE_HOURS = 12 * 60 * 60;
    private final People people;
    private final Databases databases;

    Auth(People people, Databases databases) {
        this.people = people;
        this.databases = databases;
    }

    /** Runs before each matched route. Javalin would take the method from a header; nobody needs that but those who look for a way round. */
    void check(Context ctx) {
        var wanted = ctx.routeRoles();
        if (wanted.isEmpty() || ctx.header("X-HTTP-Method-Override") != null) {
            throw UserError.forbidden("This cannot be asked for in this way.");
        }
        var role = (Role) wanted.iterator().next();
        boolean reads = ctx.method() == HandlerType.GET || ctx.method() == HandlerType.HEAD;
        var session = role == Role.OPEN ? null : identify(ctx);
        if (role != Role.OPEN && session == null) {
            signIn(ctx);
            return;
        }
        if (!reads) {
            Csrf.check(ctx, session);
        }
        if (session != null) {
            if (!session.role().includes(role)) {
                throw UserError.forbidden("This needs the role " + role.word() + "; " + session.name() + " is " + (session.role() == Role.VIEWER ? "a viewer." : "an operator."));
            }
            ctx.attribute("inView", InView.choose(ctx.queryParam("database"), databases.list()));
        }
    }

    /** For pages outside the route table, such as one that was not found: the frame as far as it is known. */
    void enter(Context ctx) {
        if (identify(ctx) != null && InView.of(ctx).all().isEmpty()) {
            ctx.attribute("inView", InView.choose(null, databases.list()));
        }
    }

    /** The session of the cookie, or null. */
    private Session identify(Context ctx) {
        if (Session.of(ctx) == null && ctx.cookie(COOKIE) != null) {
            people.session(ctx.cookie(COOKIE)).ifPresent(s -> ctx.attribute("session", s));
        }
        return Session.of(ctx);
    }

    /** Opens a session in this browser. */
    void open(Context ctx, long personId) {
        ctx.cookie(new Cookie(COOKIE, people.open(personId), "/", TWELVE_HOURS, View.secure(ctx), true, null, SameSite.LAX));
    }

    void close(Context ctx) {
        if (Session.of(ctx) != null) {
            people.close(Session.of(ctx));
        }
        ctx.removeCookie(COOKIE);
    }

    private static void signIn(Context ctx) {
        if (View.wantsJson(ctx)) {
            throw new UserError(401, "Sign in first.");
        }
        boolean back = ctx.method() == HandlerType.GET && !ctx.path().equals("/");
        var to = "/signin" + (back ? "?to=" + InView.encode(ctx.path() + (ctx.queryString() == null ? "" : "?" + ctx.queryString())) : "");
        if (ctx.header("HX-Request") != null) {
            ctx.header("HX-Redirect", to).status(HttpStatus.UNAUTHORIZED);
        } else {
            ctx.redirect(to, HttpStatus.SEE_OTHER);
        }
        ctx.skipRemainingHandlers();
    }
}
