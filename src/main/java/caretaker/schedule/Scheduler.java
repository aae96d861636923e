package caretaker.schedule;

import caretaker.db.Store;
import caretaker.run.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes runs and routines on whichever console is free, and looks round, as often as a lease lasts, for what was missed or lost. */
public final class Scheduler implements AutoCloseable {
    /** The work that is woken: a run by its id, a routine with the id of its open entry, and the marking of runs whose console is gone. */
    public record Hands(LongConsumer run, ObjLongConsumer<Routine> routine, Runnable reap) {}

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final String RUN = "run";
    private static final String DUE = "due";
    private static final String ENTRY = "entry";
    private static final String LOOK = "look";
    private static final String DUES = "routine-";
    private static final String RUNS = "run-";
    private static final int HEARTBEAT_SECONDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Store store;
    private final Routines routines;
    private final Hands hands;
    private final InstantSource clock;
    private final String node;
    private final Set<Long> active = ConcurrentHashMap.newKeySet();
    private final Fires fires;
    private final Timer timer;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "routine-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /** The node names this console among those that share the store. */
    public Scheduler(Store store, Routines routines, Hands hands, InstantSource clock, String node) {
        this.store = store;
        this.routines = routines;
        this.hands = hands;
        this.clock = clock;
        this.node = node;
        this.fires = new Fires(store, clock, node);
        this.timer = new Timer(store, node);
        heart.scheduleAtFixedRate(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    /** Joins the consoles on this store and looks round at once. */
    public void start() {
        timer.start(List.of(LOOK, RUN, DUE, ENTRY), Node.LEASE, this::woken);
    }

    /** Leaves the consoles. Work that goes on in this process gets five seconds to end. */
    public void stop() {
        heart.shutdownNow();
        timer.stop(PATIENCE);
    }

    @Override
    public void close() {
        stop();
    }

    /** True while this console answers. */
    public boolean ready() {
        return timer.ready();
    }

    /** Wakes a queued run, here or on another console; whoever comes first gets it. */
    public void startRun(long runId) {
        timer.ring(RUN, RUNS + runId, Map.of("run", String.valueOf(runId)));
    }

    /** Starts a routine outside its schedule; gives the id of its log entry. Refused while it runs. */
    public long runNow(Routine routine, String person) {
        var entry = fires.begin(routine, person, null);
        wake(routine, entry);
        return entry;
    }

    /** The same in this thread and to its end, for a process without alarms: the command line. */
    public long workNow(Routine routine, String person) {
        var entry = fires.begin(routine, person, null);
        work(routine, entry);
        return entry;
    }

    /** Makes the alarms of a routine agree with its schedule: one for the next due time, none when it is off. */
    public void sync(Routine routine) {
        if (!routine.enabled()) {
            forget(routine.id());
            return;
        }
        var due = fires.next(routine);
        // The timer lives by the machine's clock; ours may differ in tests.
        var start = Instant.now().plus(Duration.between(clock.instant(), due));
        timer.only(DUE, DUES + routine.id(), String.valueOf(due.getEpochSecond()), start,
            Map.of("routine", String.valueOf(routine.id()), "due", due.toString()));
    }

    /** Forgets a routine that was removed. */
    public void forget(long routineId) {
        timer.clear(DUES + routineId);
    }

    /** What happens once in the time of a lease: the missed is written down, lost alarms and lost runs are woken again, runs of dead consoles are marked. */
    public void look() {
        var before = store.one("own/scheduler_see", String.class, Map.of("now", clock.instant().toString()));
        hands.reap().run();
        store.update("own/routine_reap", Map.of());
        store.update("own/routine_orphans", Map.of());
        var all = routines.list();
        for (var routine : all) {
            fires.missed(routine, before == null ? null : Instant.parse(before)).ifPresent(entry -> wake(routine, entry));
            sync(routine);
        }
        var groups = timer.groups();
        groups.stream().filter(g -> g.startsWith(DUES)).map(g -> Long.parseLong(g.substring(DUES.length())))
            .filter(id -> all.stream().noneMatch(r -> r.id() == id)).forEach(this::forget);
        store.list("own/run_lost", Long.class, Map.of("wait_ms", Node.LEASE.toMillis() / 3)).stream().filter(id -> !groups.contains(RUNS + id)).forEach(this::startRun);
    }

    private void woken(String kind, Map<String, Object> data) {
        switch (kind) {
            case RUN -> hands.run().accept(number(data, "run"));
            case LOOK -> look();
            case DUE -> routines.find(number(data, "routine")).ifPresent(r -> due(r, Instant.parse(data.get("due").toString())));
            case ENTRY -> routines.find(number(data, "routine")).ifPresent(r -> work(r, number(data, "entry")));
            default -> throw new IllegalArgumentException(kind);
        }
    }

    /** The order matters: the row that keeps it from firing twice, the next alarm, then the work. */
    private void due(Routine routine, Instant due) {
        var entry = fires.take(routine, due);
        try {
            sync(routine);
        } catch (RuntimeException e) {
            LOG.error("The next alarm of the routine {} could not be set; the next look round sets it", routine.name(), e);
        }
        entry.ifPresent(id -> work(routine, id));
    }

    private void work(Routine routine, long entry) {
        if (fires.claim(entry)) {
            active.add(entry);
            try {
                hands.routine().accept(routine, entry);
            } catch (RuntimeException e) {
                fail(routine, entry, e);
            } finally {
                active.remove(entry);
            }
        }
    }

    /** The routine's own bookkeeping broke: its entry must not stay open, or it would keep the next due time from starting. */
    private void fail(Routine routine, long entry, RuntimeException cause) {
        LOG.error("The routine {} broke off", routine.name(), cause);
        store.update("own/routine_break", Map.of("id", entry, "sentence", "Caretaker itself failed (" + cause.getClass().getSimpleName() + "); its log tells more."));
    }

    private void wake(Routine routine, long entry) {
        timer.ring(ENTRY, "entry-" + entry, Map.of("routine", String.valueOf(routine.id()), "entry", String.valueOf(entry)));
    }

    private void beat() {
        if (active.isEmpty()) {
            return;
        }
        try {
            store.update("own/routine_beat", Map.of("ids", active.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"))));
        } catch (RuntimeException e) {
            LOG.warn("The heartbeat of routines could not be written: {}", e.getMessage());
        }
    }

    private static long number(Map<String, Object> data, String name) {
        return Long.parseLong(data.get(name).toString());
    }
}
