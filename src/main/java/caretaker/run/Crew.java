package caretaker.run;

import caretaker.UserError;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of a run: each with its own session, all on one course. The first that fails, or is told to stop, ends the others at their next batch. */
final class Crew {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
    private final Site site;
    private final InstantSource clock;
    private final Instant startedAt;
    private final AtomicReference<Stop> stop = new AtomicReference<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    Crew(Site site, InstantSource clock, Instant startedAt) {
        this.site = site;
        this.clock = clock;
        this.startedAt = startedAt;
    }

    /** What the workers of a run have in common. */
    record Site(Runs runs, Target target, Run run, Plan plan, Batches.Common common, Pacer pacer, Lookout lookout) {}

    /** Why it ended before its end; person: somebody wanted it. */
    record Stop(String reason, boolean person) {}

    /**
     * Works until nothing is left (null) or something stops it. At most so many sessions work on the table at a time; the first is this thread's, with the
     * connection at hand.
     */
    Stop work(Connection first, int turns, int sessions) throws SQLException {
        var table = new Semaphore(turns, true);
        var others = Executors.newFixedThreadPool(Math.max(1, sessions - 1), task -> new Thread(task, "run " + site.run().id()));
        try {
            var under = IntStream.rangeClosed(2, sessions).mapToObj(no -> others.submit(() -> spare(no, new Turn(table)))).toList();
            careful(first, 1, new Turn(table));
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

    /** One session more, if there is a connection for it; else the run goes on with fewer. */
    private void spare(int no, Turn turn) {
        try {
            site.target().spare("run " + site.run().id() + " worker " + no, connection -> {
                RowMover.prepare(connection);
                careful(connection, no, turn);
                return null;
            });
        } catch (TargetError e) {
            LOG.warn("Run {} has no session for worker {}: {}", site.run().id(), no, e.getMessage());
        }
    }

    private void careful(Connection connection, int no, Turn turn) {
        try {
            new Worker(site, this, connection, no, turn).work();
        } catch (SQLException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** True when the workers shall begin no further batch. */
    boolean ends() {
        return failure.get() != null || stop.get() != null;
    }

    /** Reports, and hears what is wanted: the dial's position, or null when the run shall stop. */
    String orders(String slowedBy) {
        var tally = site.common().tally();
        var database = site.plan().content().databaseName();
        var handling = site.plan().content().move().handling();
        var orders = site.runs().journal().progress(site.run().id(), tally.done(), tally.batches(), site.plan().bytesOf(tally.done()), slowedBy)
            .orElseThrow(Batches.TakenOver::new);
        if (orders.databaseStoppedBy() != null) {
            stop.compareAndSet(null, new Stop("stopped: " + orders.databaseStoppedBy() + " stopped all work in " + database + "; what was moved stays moved", true));
        } else if (orders.stopRequestedBy() != null) {
            stop.compareAndSet(null, new Stop("stopped by " + orders.stopRequestedBy() + " after batch " + tally.batches() + "; what was moved stays moved", true));
        } else if (handling.budgetMinutes() != null && !clock.instant().isBefore(startedAt.plus(Duration.ofMinutes(handling.budgetMinutes())))) {
            stop.compareAndSet(null, new Stop("the time budget of " + handling.budgetMinutes() + " min is used up", false));
        }
        return stop.get() != null ? null : orders.speed() == null ? handling.speedOrDefault() : orders.speed();
    }
}
