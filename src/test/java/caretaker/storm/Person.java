package caretaker.storm;

import caretaker.App;
import caretaker.UserError;
import caretaker.db.TargetError;
import caretaker.plan.Overrides;
import caretaker.plan.Policy;
import caretaker.plan.Restores;
import caretaker.run.Run;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Somebody who never gives up: previews and starts what is due, resumes what was broken off, now and then stops a run, starts two at once or takes one back. */
final class Person implements AutoCloseable {
    private static final int WIDE = 2_000;
    private final App app;
    private final Map<Plot, Policy> policies;
    private final Random random;
    private final Map<Plot, Long> current = new HashMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Thread thread;
    private final Set<Long> hurried = new HashSet<>();
    private volatile boolean patient;
    private volatile boolean stopped;

    Person(App app, Map<Plot, Policy> policies, long seed) {
        this.app = app;
        this.policies = policies;
        this.random = new Random(seed);
        this.thread = new Thread(this::work, "person");
        thread.setDaemon(true);
    }

    Person start() {
        thread.start();
        return this;
    }

    /** From now on only what is due is started, in larger batches, and let come to its end. */
    void calm() {
        patient = true;
    }

    /** Runs that ended because the disk of the exports was full. */
    synchronized int complaints() {
        return outcomes.entrySet().stream().filter(o -> o.getKey().contains("nearly full") || o.getKey().contains("could not be written")).mapToInt(Map.Entry::getValue).sum();
    }

    /** How the runs have ended, by status and reason. */
    synchronized Map<String, Integer> outcomes() {
        return new TreeMap<>(outcomes);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void work() {
        while (!stopped) {
            for (var plot : policies.keySet()) {
                try {
                    look(plot);
                } catch (UserError | TargetError e) {
                    note("person: " + e.getMessage());
                } catch (RuntimeException e) {
                    note("person: " + e.getClass().getSimpleName()); // the store is away, or its connection was lost
                }
            }
            LockSupport.parkNanos(30_000_000);
        }
    }

    private void look(Plot plot) {
        var id = current.get(plot);
        var run = id == null ? null : app.runs.byId(id);
        if (run == null) {
            begin(plot);
        } else if (run.going()) {
            if (patient ? hurried.add(run.id()) && !wide(run) : random.nextInt(400) == 0) {
                app.runs.stop(run.id(), "otto");
            }
        } else {
            note(run);
            if (!patient && random.nextInt(6) == 0 && undo(plot, run)) {
                return;
            }
            if (!patient && run.resumable(app.clock.instant()) && !exhausted(run) && random.nextInt(5) > 0) {
                app.runs.resume(run.id(), "ana");
            } else {
                begin(plot);
            }
        }
    }

    /** What has met its cap would only meet it again. */
    private static boolean exhausted(Run run) {
        return run.status().equals("failed") && run.reason() != null && run.reason().contains("Preview again") || run.reason() != null && run.reason().contains("preview again");
    }

    /** True for a run whose batches are large. */
    private boolean wide(Run run) {
        return app.plans.byId(run.planId()).content().move().batchRows() == WIDE;
    }

    private void begin(Plot plot) {
        current.put(plot, queue(plot));
        if (!patient && random.nextInt(8) == 0) {
            queue(plot); // a second one for the same table: only one of them may work
        }
    }

    /** Brings back what a run has moved, when it has kept anything. */
    private boolean undo(Plot plot, Run run) {
        if (plot.deletes() || run.maintenanceType().equals("restore") || run.doneRows() == null || run.doneRows() == 0) {
            return false;
        }
        var plan = app.restores.preview(Restores.Source.of(app.plans.byId(run.planId()), run.runKey()), List.of(), false, "otto");
        if (plan.refusal() != null) {
            note("undo refused: " + plan.refusal());
            return false;
        }
        current.put(plot, app.runs.queue(plan, "otto", null, null, null, null));
        return true;
    }

    /** Null when nothing is due. */
    private Long queue(Plot plot) {
        int batch = patient ? WIDE : 20 + (int) (480 * Math.pow(random.nextDouble(), 3));
        var plan = app.planner.preview(policies.get(plot), new Overrides(null, null, batch), "ana");
        return plan.rows() == 0 ? null : app.runs.queue(plan, "ana", null, null, null, null);
    }

    private void note(Run run) {
        note((run.maintenanceType().equals("restore") ? "restore " : "") + run.status() + (run.reason() == null ? "" : ": " + run.reason()));
    }

    private synchronized void note(String outcome) {
        outcomes.merge(outcome.replaceAll("\\d+", "#"), 1, Integer::sum);
    }
}
