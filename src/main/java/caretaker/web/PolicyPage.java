package caretaker.web;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Store;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.observe.Table;
import caretaker.plan.Cleanup;
import caretaker.plan.Condition;
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
    /** The table as it was found: its size in words, the columns by which rows may grow old, all columns, or why it was not found. */
    public record Found(String name, Long rows, Long bytes, List<String> indexed, Map<String, String> times, Map<String, String> columns, String problem) {}

    /** A name for the list of tables to choose from. */
    public record Choice(String schemaName, String relationName) {
        public String display() {
            return Table.display(schemaName, relationName);
        }
    }

    public record Page(Policy policy, Form form, String path, Map<String, String> databases, List<String> tables, Found found, List<String> operators,
                       List<Span> meaning, String zone, List<Turn> turns, boolean admin) {
        public String heading() {
            return policy == null ? "New policy" : policy.name();
        }

        /** One row at least, so that a condition can be written without pressing anything first. */
        public int conditions() {
            return Math.max(1, form.all("where_column").size());
        }

        public String where(String part, int row) {
            var all = form.all("where_" + part);
            return row < all.size() ? all.get(row) : "";
        }
    }

    private final View view;
    private final Store store;
    private final Databases databases;
    private final Targets targets;
    private final Policies policies;
    private final Cleanup cleanup;
    private final Routines routines;
    private final InstantSource clock;

    PolicyPage(View view, Web.Parts parts) {
        this.view = view;
        this.store = parts.store();
        this.databases = parts.databases();
        this.targets = parts.targets();
        this.policies = parts.policies();
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
        view.show(ctx, "policy", new Page(policy, form, policy == null ? "/policies/new" : "/policies/" + policy.id(), choices, tables(database), found(database, form),
            Condition.OPERATORS, PolicyMeaning.of(form, clock.instant(), zone), zone, turns, admin), inView.at(database == null ? null : database.id()));
    }

    private Form fresh(Context ctx) {
        var known = new LinkedHashMap<String, String>();
        var one = InView.of(ctx).database();
        known.put("database", one == null ? "" : one.name());
        known.put("table", ctx.queryParam("table"));
        known.put("then", "delete");
        return Form.with(known);
    }

    private List<String> tables(Database database) {
        return database == null ? List.of() : store.list("own/relation_choices", Choice.class, Map.of("database_id", database.id())).stream().map(Choice::display).toList();
    }

    /** Looks at the catalogue now: one table costs milliseconds. Null while there is nothing to look for. */
    private Found found(Database database, Form form) {
        if (database == null || form.value("table").isBlank()) {
            return null;
        }
        try {
            var names = Table.split(form.value("table"));
            return Table.find(targets.of(database), names[0], names[1]).map(PolicyPage::found)
                .orElseGet(() -> missing("The database " + database.name() + " has no table " + Table.display(names[0], names[1]) + "."));
        } catch (UserError e) {
            return missing(e.getMessage());
        } catch (TargetError e) {
            return missing(Failures.sentence(e));
        }
    }

    private static Found missing(String why) {
        return new Found(null, null, null, List.of(), Map.of(), Map.of(), why);
    }

    private static Found found(Table table) {
        var times = new LinkedHashMap<String, String>();
        var columns = new LinkedHashMap<String, String>();
        for (var column : table.columns()) {
            columns.put(column.name(), column.name() + " (" + column.type() + ")");
            if (column.isTime()) {
                times.put(column.name(), column.name() + " (" + column.type() + (table.indexOn(column).isPresent() ? ", indexed)" : ", no index)"));
            }
        }
        return new Found(table.display(), table.estimatedRows(), table.totalBytes(), table.columns().stream().filter(c -> c.isTime() && table.indexOn(c).isPresent())
            .map(Table.Column::name).toList(), times, columns, null);
    }
}
