package caretaker.observe;

import caretaker.db.Databases;
import caretaker.db.Store;
import caretaker.db.Targets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples every managed database in the background, every five minutes: pages read the store and never the catalogues of a target. */
public final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final Store store;
    private final Sampler sampler;
    private final LongConsumer afterRound;
    private final Map<Long, CompletableFuture<Round>> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(daemon("collector"));
    private final ExecutorService workers = Executors.newCachedThreadPool(daemon("collector-round"));

    /** afterRound is called with the database's id after each round that succeeded, on the round's own thread. */
    public Collector(Store store, Databases databases, Targets targets, InstantSource now, LongConsumer afterRound) {
        this.store = store;
        this.sampler = new Sampler(store, databases, targets, now);
        this.afterRound = afterRound;
    }

    /** Begins to look every five seconds which databases are due; of several consoles on one store, one samples each. */
    public void start() {
        clock.scheduleWithFixedDelay(this::tick, 0, 5, TimeUnit.SECONDS);
    }

    /** Samples a database now and waits for the end; a round that is under way is waited for instead of starting a second one. */
    public Round measureNow(long databaseId) {
        try {
            return begin(databaseId).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** The same without waiting: for a database that was just added or changed. */
    public void measureSoon(long databaseId) {
        begin(databaseId);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdownNow();
    }

    private void tick() {
        try {
            store.list("own/sample_due", Long.class).forEach(this::begin);
        } catch (RuntimeException e) {
            LOG.warn("The collector could not ask the store which databases are due: {}", e.getMessage());
        }
    }

    private CompletableFuture<Round> begin(long databaseId) {
        var mine = new CompletableFuture<Round>();
        var other = running.putIfAbsent(databaseId, mine);
        if (other != null) {
            return other;
        }
        workers.execute(() -> finish(databaseId, mine));
        return mine;
    }

    private void finish(long databaseId, CompletableFuture<Round> result) {
        try {
            var round = sampler.sample(databaseId);
            if (round.error() == null) {
                follow(databaseId);
            }
            result.complete(round);
        } catch (RuntimeException e) {
            LOG.warn("Sampling database {} failed", databaseId, e);
            result.completeExceptionally(e);
        } finally {
            running.remove(databaseId, result);
        }
    }

    private void follow(long databaseId) {
        try {
            afterRound.accept(databaseId);
        } catch (RuntimeException e) {
            LOG.warn("What follows the sampling of database {} failed", databaseId, e);
        }
    }

    private static ThreadFactory daemon(String name) {
        return work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
