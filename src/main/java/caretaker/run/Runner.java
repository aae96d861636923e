package caretaker.run;

import caretaker.db.Databases;
import caretaker.db.Targets;
import caretaker.plan.Holds;
import caretaker.plan.Plans;
import caretaker.plan.Policies;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes queued runs, whoever wakes it: a Quartz job, a routine or the command line. Exactly one process gets each run. */
public final class Runner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private final Means means;
    private final Map<Long, Execution> active = new ConcurrentHashMap<>();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /** What runs need. afterPolicy is told the policy's id when its rows have changed, so that its count can be taken anew. */
    public record Means(Runs runs, Plans plans, Policies policies, Holds holds, Databases databases, Targets targets, ExportFolder exports,
                        LongConsumer afterPolicy, InstantSource clock) {}

    public Runner(Means means) {
        this.means = means;
        long pause = Node.LEASE.toMillis() / 6;
        heart.scheduleAtFixedRate(this::beat, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Runs it to its end in this thread, unless another process has it, and gives the entry as it then is. */
    public Run execute(long id) {
        means.runs().claim(id).ifPresent(run -> {
            var execution = new Execution(means, run);
            active.put(id, execution);
            try {
                execution.perform();
            } catch (Batches.TakenOver e) {
                LOG.warn("Run {} was taken over by another console.", id);
            } finally {
                active.remove(id, execution); // another one may have it by now, in this very process
            }
        });
        return means.runs().byId(id);
    }

    @Override
    public void close() {
        heart.shutdownNow();
    }

    private void beat() {
        active.forEach((id, execution) -> {
            try {
                means.runs().journal().progress(id, null, null, null, null).filter(o -> o.stopRequestedBy() != null || o.databaseStoppedBy() != null)
                    .ifPresent(o -> execution.stopWanted());
            } catch (RuntimeException e) {
                LOG.warn("The heartbeat of run {} could not be written: {}", id, e.getMessage());
            }
        });
    }
}
