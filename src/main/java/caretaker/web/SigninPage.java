package caretaker.web;

import caretaker.UserError;
import io.javalin.http.Context;

/** Signing in by name and password or by a one-time link, and signing out. */
final class SigninPage {
    static final String WRONG = "Name or password is wrong. After 5 wrong tries in a row a name waits 15 minutes.";

    /** The form; where to go afterwards; and, for a link, whose it is (null: it cannot be used). */
    public record Page(Form form, String to, boolean link, String name, String token, String host) {}

    private final View view;
    private final Auth auth;
    private final People people;

    SigninPage(View view, Auth auth, People people) {
        this.view = view;
        this.auth = auth;
        this.people = people;
    }

    void show(Context ctx) {
        view.show(ctx, "signin", page(ctx, Form.empty(), ctx.queryParam("to")));
    }

    void signIn(Context ctx) {
        var name = String.valueOf(ctx.formParam("name")).trim();
        var person = people.check(name, String.valueOf(ctx.formParam("password")));
        if (person.isEmpty()) {
            view.again(ctx, "signin", page(ctx, Form.of(ctx).refused(UserError.of(WRONG)), ctx.formParam("to")));
            return;
        }
        auth.open(ctx, person.get());
        view.go(ctx, local(ctx.formParam("to")));
    }

    /** Only looks: a preview of the link in a mail program does not use it. */
    void link(Context ctx) {
        var token = ctx.pathParam("token");
        view.show(ctx, "signin", new Page(Form.empty(), "/", true, people.linked(token).orElse(null), token, ctx.host()));
    }

    void useLink(Context ctx) {
        var person = people.use(ctx.pathParam("token"));
        if (person.isEmpty()) {
            link(ctx);
            return;
        }
        auth.open(ctx, person.get());
        view.go(ctx, "/password");
    }

    void signOut(Context ctx) {
        auth.close(ctx);
        view.go(ctx, "/signin");
    }

    private static Page page(Context ctx, Form form, String to) {
        return new Page(form, local(to), false, null, null, ctx.host());
    }

    /** An address of this console; anything else is the first page. */
    static String local(String to) {
        return to != null && to.matches("/([^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*)?") ? to : "/";
    }
}
