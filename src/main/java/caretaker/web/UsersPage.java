package caretaker.web;

import caretaker.UserError;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who may use this console. New people get a one-time link, shown once, and choose their password themselves. */
final class UsersPage {
    /** A link is shown only in the answer that made it. */
    public record Page(List<People.Person> people, Form form, Map<String, String> roles, String linkName, String link, long self) {}

    private final View view;
    private final People people;

    UsersPage(View view, People people) {
        this.view = view;
        this.people = people;
    }

    void show(Context ctx) {
        view.show(ctx, "users", page(ctx, Form.with(Map.of("role", "viewer")), null, null));
    }

    void add(Context ctx) {
        try {
            var name = String.valueOf(ctx.formParam("name")).trim();
            people.add(name, role(ctx), Session.of(ctx).name());
            showLink(ctx, name);
        } catch (UserError e) {
            view.again(ctx, "users", page(ctx, Form.of(ctx).refused(e), null, null));
        }
    }

    void changeRole(Context ctx) {
        var person = person(ctx);
        var role = role(ctx);
        people.role(person.id(), role);
        view.done(ctx, "/users", person.name() + " is " + (role == Role.VIEWER ? "a viewer" : role == Role.OPERATOR ? "an operator" : "an admin") + " now.");
    }

    void link(Context ctx) {
        showLink(ctx, person(ctx).name());
    }

    void remove(Context ctx) {
        var person = person(ctx);
        people.remove(person.id());
        view.done(ctx, person.id() == Session.of(ctx).personId() ? "/signin" : "/users", person.name() + " is removed; open sessions have ended.");
    }

    private void showLink(Context ctx, String name) {
        var link = (View.secure(ctx) ? "https://" : "http://") + ctx.host() + "/signin/" + people.link(name);
        view.show(ctx, "users", page(ctx, Form.with(Map.of("role", "viewer")), name, link));
    }

    private People.Person person(Context ctx) {
        var id = ctx.pathParam("id");
        if (!id.matches("[0-9]{1,18}")) {
            throw UserError.notFound("This person");
        }
        return people.byId(Long.parseLong(id));
    }

    private static Role role(Context ctx) {
        var word = String.valueOf(ctx.formParam("role"));
        if (!roles().containsKey(word)) {
            throw UserError.of("role", "A role is viewer, operator or admin.");
        }
        return Role.of(word);
    }

    private static Map<String, String> roles() {
        var roles = new LinkedHashMap<String, String>();
        roles.put("viewer", "viewer: reads");
        roles.put("operator", "operator: previews, and runs what is approved");
        roles.put("admin", "admin: also changes policies, routines, databases and users");
        return roles;
    }

    private Page page(Context ctx, Form form, String linkName, String link) {
        return new Page(people.list(), form, roles(), linkName, link, Session.of(ctx).personId());
    }
}
