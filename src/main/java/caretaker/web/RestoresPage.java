package caretaker.web;

import caretaker.UserError;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.plan.Plan;
import caretaker.plan.Plans;
import caretaker.plan.Restores;
import caretaker.run.Run;
import caretaker.run.Runs;
import io.javalin.http.Context;
import java.util.Map;

/** What a run has moved, to be brought back: all of it or what matches conditions, by a plan of its own. */
final class RestoresPage {
    /** Where the rows are: in the archive (schema.table) or, with null, in files; columns of the table by name with their types. */
    public record Page(Run run, String target, String archive, Form form, FoundTable found) {}

    private final View view;
    private final Runs runs;
    private final Plans plans;
    private final Restores restores;
    private final Targets targets;

    RestoresPage(View view, Web.Parts parts) {
        this.view = view;
        this.runs = parts.runs();
        this.plans = parts.plans();
        this.restores = parts.restores();
        this.targets = parts.targets();
    }

    /** The form for the run that ?run= names. */
    void show(Context ctx) {
        show(ctx, run(ctx.queryParam("run")), ctx.queryParam("typed") != null ? PolicyChange.typed(ctx) : Form.empty());
    }

    /** Makes the preview, or shows the form with a condition more or less. */
    void preview(Context ctx) {
        var run = run(ctx.formParam("run"));
        if (ctx.formParam("change") != null) {
            view.go(ctx, "/restores?run=" + run.id() + "&" + PolicyChange.of(ctx));
            return;
        }
        var form = Form.of(ctx);
        try {
            var reading = new PolicyForm(form);
            var conditions = reading.conditions();
            if (!reading.faults().isEmpty()) {
                throw UserError.of("where", reading.faults().values().iterator().next());
            }
            var plan = restores.preview(source(run), conditions, form.value("leave").equals("on"), Session.of(ctx).name());
            view.go(ctx, "/plans/" + plan.id());
        } catch (UserError e) {
            again(ctx, run, form.refused(e));
        } catch (TargetError e) {
            again(ctx, run, form.refused(UserError.of(Failures.sentence(e))));
        }
    }

    private void again(Context ctx, Run run, Form form) {
        ctx.status(422);
        show(ctx, run, form);
    }

    private void show(Context ctx, Run run, Form form) {
        var source = source(run);
        var database = targets.of(source.databaseId()).database();
        var asked = Form.with(Map.of("table", source.table()));
        view.show(ctx, "restores", new Page(run, source.table(), source.archive(), form, FoundTable.of(targets, database, asked)), InView.of(ctx).at(run.databaseId()));
    }

    private Run run(String id) {
        if (id == null || id.isBlank()) {
            throw UserError.of("run", "Say whose rows shall come back, as in /restores?run=42.");
        }
        return runs.byId(id.matches("[0-9]{1,18}") ? Long.parseLong(id) : -1);
    }

    private Restores.Source source(Run run) {
        Plan plan = run.planId() == null ? null : plans.find(run.planId()).orElse(null);
        if (plan == null || !plan.moves()) {
            throw UserError.refused("This run has kept no rows that could be brought back.");
        }
        return Restores.Source.of(plan, run.runKey());
    }
}
