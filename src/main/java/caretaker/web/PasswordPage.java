package caretaker.web;

import caretaker.UserError;
import io.javalin.http.Context;

/** Setting one's own password. All sessions of the person end, in other browsers too. */
final class PasswordPage {
    private static final int SHORTEST = 10;
    private static final int LONGEST = 200;

    /** Whether the old password is asked for: not shortly after coming by a link. */
    public record Page(Form form, boolean asksOld, String name) {}

    private final View view;
    private final Auth auth;
    private final People people;

    PasswordPage(View view, Auth auth, People people) {
        this.view = view;
        this.auth = auth;
        this.people = people;
    }

    void show(Context ctx) {
        view.show(ctx, "password", page(ctx, Form.empty()));
    }

    void set(Context ctx) {
        try {
            var session = Session.of(ctx);
            var password = checked(ctx, session);
            people.password(session.personId(), password);
            auth.open(ctx, session.personId());
            view.done(ctx, "/", "The password is set. Sessions in other browsers have ended.");
        } catch (UserError e) {
            view.again(ctx, "password", page(ctx, Form.of(ctx).refused(e)));
        }
    }

    private String checked(Context ctx, Session session) {
        var password = String.valueOf(ctx.formParam("password"));
        if (asksOld(session) && people.check(session.name(), String.valueOf(ctx.formParam("old_password"))).isEmpty()) {
            throw UserError.of("old_password", "This is not the password you have now.");
        }
        if (password.codePointCount(0, password.length()) < SHORTEST || password.length() > LONGEST) {
            throw UserError.of("password", "A password has at least " + SHORTEST + " characters, at most " + LONGEST + ". Length counts, special characters do not.");
        }
        if (password.equals(session.name())) {
            throw UserError.of("password", "The name is no password.");
        }
        if (!password.equals(ctx.formParam("repeated_password"))) {
            throw UserError.of("repeated_password", "The two differ.");
        }
        return password;
    }

    private Page page(Context ctx, Form form) {
        return new Page(form, asksOld(Session.of(ctx)), Session.of(ctx).name());
    }

    private boolean asksOld(Session session) {
        return !people.cameByLink(session.personId());
    }
}
