package caretaker.web;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Databases;
import caretaker.db.TargetError;
import caretaker.plan.Plan;
import caretaker.plan.Planner;
import caretaker.plan.Plans;
import caretaker.plan.Policies;
import caretaker.plan.Policy;
import caretaker.run.ExportFolder;
import caretaker.run.Runs;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/** A stored preview: what it would do, and the only button that does it. */
final class PlanPage {
    private final View view;
    private final Databases databases;
    private final Policies policies;
    private final Planner planner;
    private final Plans plans;
    private final ExportFolder exports;
    private final Runs runs;
    private final LongConsumer startRun;
    private final InstantSource clock;
    private final CleanupPage cleanup;

    PlanPage(View view, Web.Parts parts, CleanupPage cleanup) {
        this.view = view;
        this.databases = parts.databases();
        this.policies = parts.policies();
        this.planner = parts.planner();
        this.plans = parts.plans();
        this.exports = parts.exports();
        this.runs = parts.runs();
        this.startRun = parts.scheduler()::startRun;
        this.clock = parts.clock();
        this.cleanup = cleanup;
    }

    void show(Context ctx) {
        show(ctx, plans.byId(View.id(ctx, "Plan")), Form.empty(), null);
    }

    /** Makes a preview of a policy, as it is or with another time to keep, table or batch; when that fails, the page it was asked on says why. */
    void preview(Context ctx) {
        var policy = policy(ctx);
        try {
            view.go(ctx, "/plans/" + planner.preview(policy, WhatIf.overrides(Form.of(ctx), policy), Session.of(ctx).name()).id());
        } catch (UserError e) {
            notMade(ctx, policy, e);
        } catch (TargetError e) {
            notMade(ctx, policy, new UserError(503, Failures.sentence(e)));
        }
    }

    /** Queues the run of a plan. A second click finds the first run. */
    void run(Context ctx) {
        var plan = plans.byId(number(ctx.formParam("plan"), "Plan"));
        var form = Form.of(ctx);
        try {
            allowed(plan, Session.of(ctx));
            named(plan, form);
            long id = runs.queue(plan, Session.of(ctx).name(), form.value("reason"), null, null, null);
            if (runs.byId(id).status().equals("queued")) {
                startRun.accept(id);
            }
            view.go(ctx, "/runs/" + id);
        } catch (UserError e) {
            if (View.wantsJson(ctx)) {
                throw e;
            }
            ctx.status(e.status());
            show(ctx, plan, form.refused(e), null);
        }
    }

    /** A second person approves what removes rows, where the database wants that. */
    void approve(Context ctx) {
        var plan = plans.byId(View.id(ctx, "Plan"));
        try {
            if (plan.refusal() != null) {
                throw UserError.refused(plan.refusal());
            }
            plans.approve(plan.id(), Session.of(ctx).name(), clock.instant());
            view.done(ctx, "/plans/" + plan.id(), "Plan " + plan.id() + " is approved. It may be run now.");
        } catch (UserError e) {
            if (View.wantsJson(ctx)) {
                throw e;
            }
            ctx.status(e.status());
            show(ctx, plan, Form.empty().refused(e), null);
        }
    }

    /** Who may start or resume this plan: what removes more than its policy says, and what installs something, is an admin's. */
    static void allowed(Plan plan, Session session) {
        if ((plan.harsher() || plan.kind().equals("install")) && !session.role().includes(Role.ADMIN)) {
            throw UserError.forbidden(plan.harsher() ? "This plan removes more than its policy says; only an admin may run it." : "Only an admin may run an installation.");
        }
    }

    private void named(Plan plan, Form form) {
        if (databases.byId(plan.databaseId()).production() && !form.value("typed").strip().equals(plan.target()) && runs.ofPlan(plan.id()).isEmpty()) {
            throw UserError.of("typed", "Type " + plan.target() + " exactly as it is written: this is production.");
        }
    }

    private Policy policy(Context ctx) {
        var wanted = String.valueOf(ctx.formParam("policy"));
        return wanted.matches("[0-9]{1,18}") && policies.list().stream().anyMatch(p -> String.valueOf(p.id()).equals(wanted))
            ? policies.byId(Long.parseLong(wanted)) : policies.byName(wanted);
    }

    private void notMade(Context ctx, Policy policy, UserError error) {
        if (View.wantsJson(ctx)) {
            throw error;
        }
        ctx.status(error.status());
        var from = String.valueOf(ctx.formParam("from"));
        if (from.matches("[0-9]{1,18}") && plans.find(Long.parseLong(from)).isPresent()) {
            show(ctx, plans.byId(Long.parseLong(from)), Form.empty(), Form.of(ctx).refused(error));
        } else {
            cleanup.refused(ctx, policy.name() + ": " + error.getMessage());
        }
    }

    private void show(Context ctx, Plan plan, Form form, Form what) {
        var session = Session.of(ctx);
        var runId = runs.ofPlan(plan.id()).orElse(null);
        var policy = plan.policyId() == null ? null : policies.list().stream().filter(p -> p.id() == plan.policyId()).findFirst().orElse(null);
        var database = databases.byId(plan.databaseId());
        view.show(ctx, "plan", new PlanSheet(plan, database, policy, state(plan, database, session, runId), runId, form, what != null ? what : WhatIf.of(plan, policy), room(plan)),
            InView.of(ctx).at(plan.databaseId()));
    }

    private String state(Plan plan, Database database, Session session, Long runId) {
        if (runId != null) {
            return "ran";
        }
        if (plan.refusal() != null) {
            return "refused";
        }
        if (plan.expired(clock.instant())) {
            return "expired";
        }
        if (plan.moves() && Long.valueOf(0).equals(plan.rows())) {
            return "nothing";
        }
        if (database.stoppedAt() != null) {
            return "stopped";
        }
        var role = session.role();
        if (database.approval() && plan.destructive() && plan.approvedBy() == null) {
            return plan.createdBy().equals(session.name()) || !role.includes(Role.OPERATOR) ? "waits" : "approve";
        }
        if (!role.includes(Role.OPERATOR)) {
            return "viewer";
        }
        return role.includes(Role.ADMIN) ? "ready" : plan.harsher() ? "harsher" : plan.kind().equals("install") ? "install" : "ready";
    }

    /** Where an export goes and what is free there; null for other plans. */
    private PlanSheet.Room room(Plan plan) {
        if (!plan.moves() || plan.content().move().export() == null) {
            return null;
        }
        var free = exports.freeBytes();
        return new PlanSheet.Room(exports.root() + "/" + plan.content().databaseName(), free.isPresent() ? (Long) free.getAsLong() : null);
    }

    private static long number(String text, String what) {
        if (text == null || !text.matches("[0-9]{1,18}")) {
            throw UserError.notFound(what + " " + text);
        }
        return Long.parseLong(text);
    }
}
