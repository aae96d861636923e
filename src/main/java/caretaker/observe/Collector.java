package caretaker.observe;

import caretaker.db.Databases;
import caretaker.db.Json;
import caretaker.db.Sql;
import caretaker.db.Store;
import caretaker.db.Targets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples every managed database in the background: its relations every five minutes, each series as often as its file says.
 * Pages read the store and never the catalogues of a target.
 */
public final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    /** A series of a database whose time has come. */
    public record Due(long databaseId, String series) {}

    private final Store store;
    private final Sampler sampler;
    private final SeriesSampler seriesSampler;
    private final Bloat bloat;
    private final Map<String, Series> series;
    private final InstantSource now;
    private final LongConsumer afterRound;
    private volatile LongConsumer afterFailure = id -> {};
    private final Map<Long, CompletableFuture<Round>> measuring = new ConcurrentHashMap<>();
    private final Set<Due> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(daemon("collector"));
    private final ExecutorService workers = Executors.newCachedThreadPool(daemon("collector-round"));
    private final Lanes lanes = new Lanes(workers);
    private Instant kept = Instant.EPOCH;

    /** afterRound is called with the database's id after each round that succeeded, on the round's own thread. */
    public Collector(Store store, Databases databases, Targets targets, Sql sql, InstantSource now, LongConsumer afterRound) {
        this.store = store;
        this.sampler = new Sampler(store, databases, targets, now);
        this.seriesSampler = new SeriesSampler(store, databases, targets, sql, now, Map.of("disk", DiskSpace::beside));
        this.bloat = new Bloat(store, targets, sql, now);
        this.series = Series.all(sql).stream().collect(Collectors.toMap(Series::name, s -> s, (a, b) -> a, LinkedHashMap::new));
        this.now = now;
        this.afterRound = afterRound;
    }

    /** What follows a round that failed: the checks say so. */
    public Collector failing(LongConsumer follows) {
        afterFailure = follows;
        return this;
    }

    /** Begins to look every five seconds what is due; of several consoles on one store, one asks each. */
    public void start() {
        clock.scheduleWithFixedDelay(this::tick, 0, 5, TimeUnit.SECONDS);
    }

    /** Samples a database now, its relations and every series, and waits for the end; one that is under way is waited for instead of beginning a second one. */
    public Round measureNow(long databaseId) {
        try {
            return measure(databaseId).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** The same without waiting: for a database that was just added or changed. */
    public void measureSoon(long databaseId) {
        measure(databaseId);
    }

    /** Every question that is asked beside the relations. */
    public List<Series> series() {
        return List.copyOf(series.values());
    }

    /** Measures what is empty in tables and indexes, one at a time. */
    public Bloat bloat() {
        return bloat;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdownNow();
    }

    private void tick() {
        try {
            if (kept.isBefore(now.instant().minus(Duration.ofDays(1)))) {
                store.list("own/history_keep", String.class, Map.of("at", now.instant()));
                kept = now.instant();
            }
            store.list("own/sample_due", Long.class).forEach(id -> lanes.add(id, () -> round(id, () -> {})));
            claim().stream().filter(waiting::add).forEach(due -> lanes.add(due.databaseId, () -> ask(due)));
        } catch (RuntimeException e) {
            LOG.warn("The collector could not ask the store what is due: {}", e.getMessage());
        }
    }

    private List<Due> claim() {
        var wanted = series.values().stream().map(s -> Map.of("series", s.name(), "seconds", s.every().toSeconds(), "server", s.ofServer())).toList();
        return store.list("own/series_due", Due.class, Map.of("series", Json.write(wanted)));
    }

    private CompletableFuture<Round> measure(long databaseId) {
        return measuring.computeIfAbsent(databaseId, id -> lanes.add(id, () -> {
            try {
                return round(id, () -> askAll(id));
            } finally {
                measuring.remove(id);
            }
        }));
    }

    /** One round of the relations; when it succeeds, what comes with it and what follows. */
    private Round round(long databaseId, Runnable with) {
        try {
            var round = sampler.sample(databaseId);
            if (round.error() == null) {
                with.run();
                follow(databaseId, afterRound);
            } else {
                follow(databaseId, afterFailure);
            }
            return round;
        } catch (RuntimeException e) {
            LOG.warn("Sampling database {} failed", databaseId, e);
            throw e;
        }
    }

    private void follow(long databaseId, LongConsumer what) {
        try {
            what.accept(databaseId);
        } catch (RuntimeException e) {
            LOG.warn("What follows the sampling of database {} failed", databaseId, e);
        }
    }

    private void askAll(long databaseId) {
        for (var one : series.values()) {
            if (!seriesSampler.sample(databaseId, one)) {
                return;
            }
        }
    }

    private boolean ask(Due due) {
        try {
            boolean reached = seriesSampler.sample(due.databaseId, series.get(due.series));
            if (reached && due.series.equals("bloat")) {
                bloat.next(due.databaseId);
            }
            return reached;
        } catch (RuntimeException e) {
            LOG.warn("The series {} of database {} failed", due.series, due.databaseId, e);
            return false;
        } finally {
            waiting.remove(due);
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
