package caretaker.web;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Store;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.plan.Cleanup;
import caretaker.plan.Holds;
import caretaker.plan.Policies;
import caretaker.plan.Policy;
import caretaker.schedule.Routines;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One policy as a form. The table's columns come from the live catalogue; nothing typed is lost on the way. */
final class PolicyPage {
    public record Page(Policy policy, Form form, String path, Map<String, String> databases, List<String> tables, FoundTable found,
                       List<Span> meaning, String zone, int workers, List<Holds.Hold> holds, List<Turn> turns, boolean admin) {
        public String heading() {
            return policy == null ? "New policy" : policy.name();
        }

        public Map<String, String> choices(String field) {
            return PolicyForm.CHOICES.get(field);
        }
    }

    private final View view;
    private final Store store;
    private final Databases databases;
    private final Targets targets;
    private final Policies policies;
    private final Holds holds;
    private final Cleanup cleanup;
    private final Routines routines;
    private final InstantSource clock;

    PolicyPage(View view, Web.Parts parts) {
        this.view = view;
        this.store = parts.store();
        this.databases = parts.databases();
        this.targets = parts.targets();
        this.policies = parts.policies();
        this.holds = parts.holds();
        this.cleanup = parts.cleanup();
        this.routines = parts.routines();
        this.clock = parts.clock();
    }

    void begin(Context ctx) {
        show(ctx, null, ctx.queryParam("typed") != null ? PolicyChange.typed(ctx) : fresh(ctx));
    }

    void show(Context ctx) {
        var policy = policies.byId(View.id(ctx, "Policy"));
        show(ctx, policy, ctx.queryParam("typed") != null ? PolicyChange.typed(ctx) : PolicyForm.of(policy));
    }

    void add(Context ctx) {
        submit(ctx, null);
    }

    void save(Context ctx) {
        submit(ctx, policies.byId(View.id(ctx, "Policy")));
    }

    void remove(Context ctx) {
        var policy = policies.byId(View.id(ctx, "Policy"));
        if (!policy.name().equals(String.valueOf(ctx.formParam("typed_name")).strip())) {
            ctx.status(422);
            show(ctx, policy, PolicyForm.of(policy).refused(UserError.of("typed_name", "Type " + policy.name() + " to remove the policy.")));
            return;
        }
        policies.remove(policy.id());
        view.done(ctx, InView.of(ctx).at(policy.databaseId()).link("/policies"), policy.name() + " is removed. No row was touched; its runs stay in the log.");
    }

    private void submit(Context ctx, Policy policy) {
        var path = policy == null ? "/policies/new" : "/policies/" + policy.id();
        if (ctx.formParam("change") != null) {
            view.go(ctx, path + "?" + PolicyChange.of(ctx));
            return;
        }
        var form = Form.of(ctx);
        try {
            var change = new PolicyChange(databases, policies, form, policy);
            var saved = change.save(Session.of(ctx).name());
            cleanup.measure(saved.id());
            view.done(ctx, "/policies/" + saved.id(), change.said(saved));
        } catch (UserError e) {
            again(ctx, policy, form.refused(e));
        } catch (TargetError e) {
            again(ctx, policy, form.refused(UserError.of(Failures.sentence(e))));
        } catch (PolicyChange.Faulty e) {
            again(ctx, policy, new Form(form.values(), e.faults(), null));
        }
    }

    private void again(Context ctx, Policy policy, Form form) {
        ctx.status(422);
        show(ctx, policy, form);
    }

    private void show(Context ctx, Policy policy, Form form) {
        var inView = InView.of(ctx);
        var database = databases.find(form.value("database")).orElse(policy == null ? inView.database() : databases.byId(policy.databaseId()));
        var admin = Session.of(ctx).role().includes(Role.ADMIN);
        var choices = new LinkedHashMap<String, String>();
        if (inView.all().size() > 1) {
            choices.put("", "choose");
        }
        inView.all().forEach(d -> choices.put(d.name(), d.name() + ", " + d.environment()));
        var zone = database == null ? "UTC" : database.zone();
        var turns = policy == null ? List.<Turn>of() : Turn.of(routines.list(), clock.instant()).getOrDefault(policy.name(), List.of());
        view.show(ctx, "policy", new Page(policy, form, policy == null ? "/policies/new" : "/policies/" + policy.id(), choices,
            FoundTable.choices(store, database), FoundTable.of(targets, database, form), PolicyMeaning.of(form, clock.instant(), zone), zone,
            database == null ? 1 : database.workers(), policy == null ? List.of() : holds.on(policy.databaseId(), policy.target()), turns, admin), inView.at(database == null ? null : database.id()));
    }

    private Form fresh(Context ctx) {
        var known = new LinkedHashMap<String, String>();
        var one = InView.of(ctx).database();
        known.put("database", one == null ? "" : one.name());
        known.put("table", ctx.queryParam("table"));
        known.put("then", "delete");
        return Form.with(known);
    }
}
