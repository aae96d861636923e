package caretaker.cli;

import caretaker.App;
import caretaker.UserError;
import caretaker.plan.Handling;
import caretaker.plan.Overrides;
import caretaker.plan.Plan;
import caretaker.run.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** preview and run: what the console does with plans, from the command line and under the same fences. */
final class PlanCommands {
    private PlanCommands() {}

    /** The options that change one preview of a policy. */
    static final class WhatIf {
        @Option(names = "--keep", paramLabel = "TIME", description = "keep this long instead, for example '30 days'")
        String keep;
        @Option(names = "--table", paramLabel = "TABLE", description = "another table with the same column")
        String table;
        @Option(names = "--exact", description = "count a large table too, which may take three seconds")
        boolean exact;

        @Option(names = "--batch", paramLabel = "ROWS", description = "at most so many rows per commit")
        Integer batch;

        Overrides overrides() {
            return new Overrides(keep, table, batch, exact);
        }

        boolean any() {
            return keep != null || table != null || batch != null;
        }
    }

    @Command(name = "preview", description = "Stores a plan for a policy and shows what it would do.")
    static final class Preview implements Callable<Integer> {
        @Mixin
        private Common common;
        @Mixin
        private WhatIf whatIf;
        @Parameters(paramLabel = "POLICY", description = "the policy's name")
        private String name;

        @Override
        public Integer call() {
            try (var app = common.open()) {
                var plan = app.planner.preview(common.policy(app, name), whatIf.overrides(), common.person());
                if (common.json) {
                    common.out().json(json(plan));
                } else {
                    show(common.out(), plan);
                }
                return plan.refusal() == null ? 0 : 3;
            }
        }
    }

    @Command(name = "run", description = "Runs a policy, a plan by its number, or a routine, and waits for the end.")
    static final class RunCommand implements Callable<Integer> {
        @Mixin
        private Common common;
        @Mixin
        private WhatIf whatIf;
        @Parameters(paramLabel = "NAME", description = "a policy, a plan's number or a routine")
        private String name;
        @Option(names = "--speed", paramLabel = "SPEED", description = "gentle, normal or full; default: as the policy says")
        private String speed;
        @Option(names = "--yes", description = "run a policy for the first time, without a look at its plan")
        private boolean yes;

        @Override
        public Integer call() {
            try (var app = common.open()) {
                var run = start(app);
                if (common.json) {
                    common.out().json(json(run));
                } else {
                    common.out().row("run", run.id()).row("status", run.status()).row("rows", run.doneRows() == null ? "none" : run.doneRows())
                        .row("reason", run.reason() == null ? "" : run.reason()).table();
                }
                return exit(run.status());
            }
        }

        private Run start(App app) {
            if (speed != null && !Handling.SPEEDS.contains(speed)) {
                throw UserError.of("The speed is one of " + String.join(", ", Handling.SPEEDS) + ".");
            }
            if (name.matches("\\d{1,18}")) {
                return execute(app, app.plans.byId(Long.parseLong(name)));
            }
            var routine = app.routines.list().stream().filter(r -> r.name().equals(name)).findFirst();
            if (routine.isPresent() && app.policies.list().stream().noneMatch(p -> p.name().equals(name))) {
                return app.runs.byId(app.scheduler.workNow(routine.get(), common.person()));
            }
            var policy = common.policy(app, name);
            if (!policy.proved() && !yes) {
                throw UserError.refused("Version " + policy.version() + " of the policy " + name + " was never run: look at its preview and run that plan by its number, or say --yes.");
            }
            return execute(app, app.planner.preview(policy, whatIf.overrides(), common.person()));
        }

        /** A plan whose run did not finish is resumed. */
        private Run execute(App app, Plan plan) {
            var known = app.runs.ofPlan(plan.id()).map(app.runs::byId).filter(r -> r.resumable(app.clock.instant()));
            known.ifPresent(r -> app.runs.resume(r.id(), common.person()));
            long id = known.map(Run::id).orElseGet(() -> app.runs.queue(plan, common.person(), null, null, null, null));
            if (speed != null && app.runs.byId(id).going()) {
                app.runs.speed(id, speed);
            }
            return app.runner.execute(id);
        }
    }

    static int exit(String status) {
        return switch (status) {
            case "done" -> 0;
            case "done_with_remainder" -> 4;
            case "skipped", "refused", "deferred", "missed" -> 3;
            default -> 1;
        };
    }

    static Map<String, Object> json(Plan plan) {
        var json = new LinkedHashMap<String, Object>();
        json.put("plan", plan.id());
        json.put("policy", plan.content().policyName());
        json.put("database", plan.content().databaseName());
        json.put("target", plan.target());
        json.put("cutoff", plan.cutoff());
        json.put("rows", plan.rows());
        json.put("exact", plan.exact());
        json.put("bytes", plan.bytes());
        json.put("expires", plan.expiresAt());
        json.put("warnings", plan.content().warnings().stream().map(Plan.Warning::text).toList());
        json.put("refusal", plan.refusal());
        return json;
    }

    static Map<String, Object> json(Run run) {
        var json = new LinkedHashMap<String, Object>();
        json.put("run", run.id());
        json.put("status", run.status());
        json.put("planned_rows", run.plannedRows());
        json.put("done_rows", run.doneRows());
        json.put("batches", run.batches());
        json.put("started_at", run.startedAt());
        json.put("ended_at", run.endedAt());
        json.put("reason", run.reason());
        return json;
    }

    private static void show(Output out, Plan plan) {
        out.line(plan.content().sentence());
        plan.content().warnings().forEach(w -> out.line("Warning: " + w.text()));
        out.row("plan", plan.id()).row("cutoff", plan.cutoff()).row("rows", plan.rows() == null ? null : plan.rows() + (plan.exact() ? " exact" : " estimated"))
            .row("bytes", plan.bytes() == null ? null : plan.bytes() + " estimated").row("expires", plan.expiresAt()).table();
        out.line(plan.refusal() == null ? "Run it with: run " + plan.id() : "It may not be run: " + plan.refusal());
    }
}
