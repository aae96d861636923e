package caretaker.web;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.Store;
import caretaker.plan.Plans;
import caretaker.plan.Policies;
import caretaker.run.Runs;
import caretaker.schedule.Routine;
import caretaker.schedule.Routines;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongConsumer;

/** One run, watched while it goes and read when it has ended. */
final class RunPage {
    /** Enough for a chart as wide as a screen. */
    private static final int BATCHES = 240;
    private final View view;
    private final Store store;
    private final Runs runs;
    private final Plans plans;
    private final Databases databases;
    private final Policies policies;
    private final Routines routines;
    private final LongConsumer startRun;
    private final InstantSource clock;

    RunPage(View view, Web.Parts parts) {
        this.view = view;
        this.store = parts.store();
        this.runs = parts.runs();
        this.plans = parts.plans();
        this.databases = parts.databases();
        this.policies = parts.policies();
        this.routines = parts.routines();
        this.startRun = parts.scheduler()::startRun;
        this.clock = parts.clock();
    }

    void show(Context ctx) {
        show(ctx, View.id(ctx, "Run"), null);
    }

    /** Asks it to stop after its batch. */
    void stop(Context ctx) {
        var id = View.id(ctx, "Run");
        answered(ctx, id, () -> {
            runs.stop(id, Session.of(ctx).name());
            view.done(ctx, "/runs/" + id, runs.byId(id).going() ? "It stops after the batch it works on." : "It is stopped; it had not begun.");
        });
    }

    /** Puts it back into the queue with its frozen plan. */
    void resume(Context ctx) {
        var id = View.id(ctx, "Run");
        answered(ctx, id, () -> {
            var run = runs.byId(id);
            if (run.databaseId() != null && databases.byId(run.databaseId()).stopped() != null) {
                throw UserError.refused(databases.byId(run.databaseId()).stopped());
            }
            if (run.planId() != null) {
                var stopped = databases.byId(plans.byId(run.planId()).databaseId()).stopped();
                if (stopped != null) {
                    throw UserError.refused(stopped);
                }
                PlanPage.allowed(plans.byId(run.planId()), Session.of(ctx));
                if (policies.changedSince(plans.byId(run.planId())) && !Session.of(ctx).role().includes(Role.ADMIN)) {
                    throw UserError.forbidden("The policy was changed or removed after this plan was made; an admin may still resume it.");
                }
            }
            runs.resume(id, Session.of(ctx).name());
            startRun.accept(id);
            view.done(ctx, "/runs/" + id, "It goes on where it stopped, with the cutoff of its plan.");
        });
    }

    /** Turns the dial of a run that waits or works. */
    void turn(Context ctx) {
        var id = View.id(ctx, "Run");
        answered(ctx, id, () -> {
            runs.speed(id, Form.of(ctx).value("speed"));
            view.done(ctx, "/runs/" + id, "The dial stands on " + Form.of(ctx).value("speed") + "; the next batch heeds it.");
        });
    }

    /** A refusal comes back to the page of the run. */
    private void answered(Context ctx, long id, Runnable change) {
        try {
            change.run();
        } catch (UserError e) {
            if (e.status() == 404 || View.wantsJson(ctx)) {
                throw e;
            }
            ctx.status(e.status());
            show(ctx, id, e.getMessage());
        }
    }

    private void show(Context ctx, long id, String problem) {
        var run = runs.byId(id);
        var plan = run.planId() == null ? null : plans.find(run.planId()).orElse(null);
        var role = Session.of(ctx).role();
        boolean heavy = plan != null && (plan.harsher() || plan.kind().equals("install") || policies.changedSince(plan));
        var database = databases.list().stream().filter(d -> run.databaseId() != null && d.id() == run.databaseId()).findFirst();
        var zone = database.map(Database::zone).orElse("UTC");
        var routine = run.routineId() == null ? null : routines.find(run.routineId()).map(Routine::name).orElse(null);
        boolean resumable = plan != null && run.resumable(clock.instant());
        if (!run.going() && "run".equals(ctx.header("HX-Trigger"))) {
            ctx.header("HX-Refresh", "true"); // the region that polled has seen the end: what is around it counts this run too
        }
        view.show(ctx, "run", new RunSheet(run, plan, zone, runs.steps(id), runs.batches(id, BATCHES),
            store.one("observe/run", RunSheet.Totals.class, Map.of("run", id)), runs.children(id), routine, resumable,
            resumable && database.filter(d -> d.stoppedAt() == null).isPresent() && role.includes(heavy ? Role.ADMIN : Role.OPERATOR), problem, clock.instant()), InView.of(ctx).at(run.databaseId()));
    }
}
