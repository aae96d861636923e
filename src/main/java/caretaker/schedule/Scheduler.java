package caretaker.schedule;

import caretaker.db.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.ObjLongConsumer;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clustered timer and job runner: it wakes runs, routines and its own look-round. What a wake-up means is decided in the store, not in Quartz. */
public final class Scheduler implements AutoCloseable {
    /** The work that is woken: a run by its id, a routine with the id of its open entry, and the marking of runs whose console is gone. */
    public record Hands(LongConsumer run, ObjLongConsumer<Routine> routine, Runnable reap) {}

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final JobKey RUN = new JobKey("run");
    private static final JobKey ROUTINE = new JobKey("routine");
    private static final JobKey ENTRY = new JobKey("entry");
    private static final JobKey LOOK = new JobKey("look");
    private static final String DUES = "routine-";

    private final Store store;
    private final Routines routines;
    private final Hands hands;
    private final InstantSource clock;
    private final String node;
    private final Fires fires;
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "routine-heartbeat");
        thread.setDaemon(true);
        return thread;
    });
    private org.quartz.Scheduler quartz;

    /** The node names this console among those that share the store. */
    public Scheduler(Store store, Routines routines, Hands hands, InstantSource clock, String node) {
        this.store = store;
        this.routines = routines;
        this.hands = hands;
        this.clock = clock;
        this.node = node;
        this.fires = new Fires(store, clock, node);
    }

    /** Joins the consoles on this store and looks round at once. */
    public void start() {
        quartz(() -> {
            quartz = QuartzStore.open(store, node);
            quartz.setJobFactory((bundle, scheduler) -> this::wake);
            for (var key : new JobKey[] {RUN, ROUTINE, ENTRY, LOOK}) {
                quartz.addJob(JobBuilder.newJob(Job.class).withIdentity(key).storeDurably().build(), true);
            }
            add(TriggerBuilder.newTrigger().withIdentity("look", "look").forJob(LOOK).startAt(Date.from(Instant.now().plusSeconds(60)))
                .withSchedule(SimpleScheduleBuilder.repeatMinutelyForever().withMisfireHandlingInstructionNowWithExistingCount()).build());
            quartz.start();
            quartz.triggerJob(LOOK);
        });
        pulse.scheduleAtFixedRate(this::beat, 10, 10, TimeUnit.SECONDS);
    }

    /** Leaves the consoles. Work that goes on in this process gets five seconds to end. */
    public void stop() {
        pulse.shutdownNow();
        var leaving = new Thread(() -> quartz(() -> quartz.shutdown(true)), "scheduler-stop");
        leaving.setDaemon(true);
        leaving.start();
        try {
            leaving.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** True while wake-ups are answered. */
    public boolean ready() {
        try {
            return quartz != null && quartz.isStarted() && !quartz.isShutdown();
        } catch (SchedulerException e) {
            return false;
        }
    }

    /** Wakes a queued run, here or on another console; asking twice wakes it once. */
    public void startRun(long runId) {
        quartz(() -> add(once(new TriggerKey("run-" + runId, "run"), RUN, Instant.now(), Map.of("run", String.valueOf(runId)))));
    }

    /** Starts a routine outside its schedule; gives the id of its log entry. */
    public long runNow(Routine routine, String person) {
        var entry = fires.begin(routine, person, null);
        wakeEntry(routine, entry);
        return entry;
    }

    /** Makes Quartz's triggers of a routine agree with its schedule: one for the next due time, none when it is off. */
    public void sync(Routine routine) {
        quartz(() -> {
            var due = fires.next(routine);
            var wanted = new TriggerKey(String.valueOf(due.getEpochSecond()), DUES + routine.id());
            // Quartz lives by the machine's clock; ours may differ in tests.
            var start = Instant.now().plus(Duration.between(clock.instant(), due));
            for (var key : quartz.getTriggerKeys(GroupMatcher.triggerGroupEquals(wanted.getGroup()))) {
                if (!routine.enabled() || !key.equals(wanted) || broken(key, start)) {
                    quartz.unscheduleJob(key);
                }
            }
            if (routine.enabled()) {
                add(once(wanted, ROUTINE, start, Map.of("routine", String.valueOf(routine.id()), "due", due.toString())));
            }
        });
    }

    /** Forgets a routine that was removed. */
    public void forget(long routineId) {
        quartz(() -> {
            for (var key : quartz.getTriggerKeys(GroupMatcher.triggerGroupEquals(DUES + routineId))) {
                quartz.unscheduleJob(key);
            }
        });
    }

    /** What happens each minute: the missed is written down, lost triggers and lost runs are woken again, runs of dead consoles are marked. */
    public void look() {
        var seen = store.one("own/scheduler_see", String.class, Map.of("now", clock.instant().toString()));
        hands.reap().run();
        store.update("own/routine_reap", Map.of());
        var all = routines.list();
        for (var routine : all) {
            fires.missed(routine, seen == null ? null : Instant.parse(seen)).ifPresent(entry -> wakeEntry(routine, entry));
            sync(routine);
        }
        quartz(() -> {
            for (var group : quartz.getTriggerGroupNames()) {
                if (group.startsWith(DUES) && all.stream().noneMatch(r -> group.equals(DUES + r.id()))) {
                    forget(Long.parseLong(group.substring(DUES.length())));
                }
            }
        });
        store.list("own/run_lost", Long.class).forEach(this::startRun);
    }

    private void wake(JobExecutionContext context) {
        var data = context.getMergedJobDataMap();
        var job = context.getJobDetail().getKey();
        try {
            if (job.equals(RUN)) {
                hands.run().accept(Long.parseLong(data.getString("run")));
            } else if (job.equals(LOOK)) {
                look();
            } else {
                var routine = routines.find(Long.parseLong(data.getString("routine")));
                routine.ifPresent(r -> wake(r, data));
            }
        } catch (RuntimeException e) {
            LOG.error("The job {} failed", context.getTrigger().getKey(), e);
        }
    }

    private void wake(Routine routine, JobDataMap data) {
        if (data.containsKey("entry")) {
            work(routine, Long.parseLong(data.getString("entry")));
            return;
        }
        var entry = fires.take(routine, Instant.parse(data.getString("due")));
        sync(routine);
        entry.ifPresent(id -> work(routine, id));
    }

    private void work(Routine routine, long entry) {
        if (fires.claim(entry)) {
            hands.routine().accept(routine, entry);
        }
    }

    private void wakeEntry(Routine routine, long entry) {
        quartz(() -> add(once(new TriggerKey("entry-" + entry, "entry"), ENTRY, Instant.now(),
            Map.of("routine", String.valueOf(routine.id()), "entry", String.valueOf(entry)))));
    }

    private void beat() {
        try {
            store.update("own/routine_beat", Map.of("node", node));
        } catch (RuntimeException e) {
            LOG.warn("The heartbeat of routines could not be written: {}", e.getMessage());
        }
    }

    private boolean broken(TriggerKey key, Instant start) throws SchedulerException {
        var trigger = quartz.getTrigger(key);
        return trigger != null && (quartz.getTriggerState(key) == Trigger.TriggerState.ERROR
            || Duration.between(trigger.getStartTime().toInstant(), start).abs().toMillis() > 2_000);
    }

    private void add(Trigger trigger) throws SchedulerException {
        try {
            if (!quartz.checkExists(trigger.getKey())) {
                quartz.scheduleJob(trigger);
            }
        } catch (ObjectAlreadyExistsException e) {
            LOG.debug("Another console stored the trigger {}", trigger.getKey());
        }
    }

    private static Trigger once(TriggerKey key, JobKey job, Instant start, Map<String, String> data) {
        return TriggerBuilder.newTrigger().withIdentity(key).forJob(job).startAt(Date.from(start)).usingJobData(new JobDataMap(data))
            .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires()).build();
    }

    private interface Call {
        void run() throws SchedulerException;
    }

    private static void quartz(Call call) {
        try {
            call.run();
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }
}
