package caretaker.run;

import caretaker.UserError;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** The workers of a run: each with its own session, all on one course. The first that fails, or is told to stop, ends the others at their next batch. */
final class Crew {
    private static final int TRIES = 5;
    private final RowMover.Means means;
    private final Target target;
    private final Run run;
    private final Plan plan;
    private final Batches.Common common;
    private final Pacer pacer;
    private final Lookout lookout;
    private final Instant startedAt;
    private final AtomicReference<Stop> stop = new AtomicReference<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    Crew(RowMover.Means means, Target target, Run run, Plan plan, Batches.Common common, Pacer pacer, Lookout lookout, Instant startedAt) {
        this.means = means;
        this.target = target;
        this.run = run;
        this.plan = plan;
        this.common = common;
        this.pacer = pacer;
        this.lookout = lookout;
        this.startedAt = startedAt;
    }

    /** Why it ended before its end; person: somebody wanted it. */
    record Stop(String reason, boolean person) {}

    /** Works until nothing is left (null) or something stops it; the first worker is this thread with the session at hand. */
    Stop work(Connection first, int workers) throws SQLException {
        var others = Executors.newFixedThreadPool(Math.max(1, workers - 1), task -> new Thread(task, "run " + run.id()));
        try {
            var under = IntStream.rangeClosed(2, workers).mapToObj(w -> others.submit(() -> alone(w))).toList();
            careful(first, 1);
            for (var one : under) {
                await(one);
            }
        } finally {
            others.shutdownNow();
        }
        if (failure.get() instanceof SQLException e) {
            throw e;
        }
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
        return stop.get();
    }

    private static void await(Future<?> one) {
        try {
            one.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserError.refused("The console is stopping.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void alone(int worker) {
        try {
            target.spare("run " + run.id() + " worker " + worker, connection -> {
                RowMover.prepare(connection);
                careful(connection, worker);
                return null;
            });
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void careful(Connection connection, int worker) {
        try {
            walk(connection, worker);
        } catch (SQLException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void walk(Connection connection, int worker) throws SQLException {
        var batches = new Batches(target, connection, plan, common, worker);
        int fruitless = 0;
        while (failure.get() == null && stop.get() == null) {
            var dial = orders(null);
            if (dial == null || held(connection)) {
                continue;
            }
            long started = System.nanoTime();
            var batch = attempt(batches);
            if (batch == null) {
                return;
            }
            fruitless = batch.rows() == 0 && batch.span().found() > 0 && plan.content().move().ownCode() ? fruitless + 1 : 0;
            if (fruitless == 2) {
                throw UserError.refused("Rows match but are not deleted: a trigger of " + plan.target() + " keeps them.");
            }
            rest(batch, (int) ((System.nanoTime() - started) / 1_000_000), worker, dial);
        }
    }

    /** A batch, tried again when it collided with somebody: smaller each time. Null at the end. */
    private Batches.Batch attempt(Batches batches) throws SQLException {
        for (int tries = 0; ; tries++) {
            try {
                return batches.next(pacer.rows()).orElse(null);
            } catch (SQLException | TargetError e) {
                var error = TargetError.of(plan.content().databaseName(), e);
                if (!RowMover.RETRYABLE.contains(error.sqlState()) || tries == TRIES) {
                    throw error;
                }
                pacer.collided();
                long started = System.nanoTime();
                RowMover.pause(tries);
                pacer.note(error.sqlState().equals("55P03") ? "another session held a lock" : "a batch collided with another transaction",
                    (System.nanoTime() - started) / 1_000_000);
            }
        }
    }

    private void rest(Batches.Batch batch, int ms, int worker, String dial) {
        var rest = pacer.after(batch.rows(), ms, batch.waiting(), dial);
        if (batch.rows() > 0) {
            var relation = batch.leaf().oid() == plan.content().move().tableOid() ? null : batch.leaf().schema() + "." + batch.leaf().table();
            means.runs().journal().batch(run.id(), new Runs.BatchRow(batch.no(), batch.rows(), ms, batch.span().from(), batch.span().to(), null, rest.reason(), relation,
                worker, rest.milliseconds(), batch.file() == null ? null : common.files().relative(batch.file()), batch.file() == null ? null : batch.file().bytes()));
        }
        if (rest.milliseconds() > 0) {
            RowMover.rest(rest.milliseconds());
        }
    }

    /** Reports, and hears what is wanted: the dial's position, or null when the run shall stop. */
    private String orders(String slowedBy) {
        var orders = means.runs().journal().progress(run.id(), common.tally().done(), common.tally().batches(), plan.bytesOf(common.tally().done()), slowedBy)
            .orElseThrow(Batches.TakenOver::new);
        if (orders.databaseStoppedBy() != null) {
            stop.compareAndSet(null, new Stop("stopped: " + orders.databaseStoppedBy() + " stopped all work in " + plan.content().databaseName()
                + "; what was moved stays moved", true));
        } else if (orders.stopRequestedBy() != null) {
            stop.compareAndSet(null, new Stop("stopped by " + orders.stopRequestedBy() + " after batch " + common.tally().batches() + "; what was moved stays moved", true));
        } else if (overBudget()) {
            stop.compareAndSet(null, new Stop("the time budget of " + plan.content().move().handling().budgetMinutes() + " min is used up", false));
        }
        return stop.get() != null ? null : orders.speed() == null ? plan.content().move().handling().speedOrDefault() : orders.speed();
    }

    private boolean overBudget() {
        var budget = plan.content().move().handling().budgetMinutes();
        return budget != null && !means.clock().instant().isBefore(startedAt.plus(Duration.ofMinutes(budget)));
    }

    /** Reads the server's signals when it is time; true when nothing may be moved now, after a wait. */
    private boolean held(Connection connection) throws SQLException {
        lookout.look(connection);
        var reason = pacer.held();
        if (reason != null) {
            orders(reason);
            RowMover.rest(1_000);
            pacer.note(reason, 1_000);
        }
        return reason != null;
    }
}
