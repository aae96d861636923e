package caretaker.schedule;

import caretaker.db.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.jdbcjobstore.NoRecordFoundException;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One-shot alarms that all consoles of a store share and exactly one of them answers: Quartz, behind the few words we use. */
final class Timer {
    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);
    private static final String STEADY = "steady";
    private final Store store;
    private final String node;
    private volatile Scheduler quartz; // null until it is started: a command line needs no timer

    Timer(Store store, String node) {
        this.store = store;
        this.node = node;
    }

    /**
     * Begins to answer. The answer gets the alarm's kind and what it was set with; each runs in a thread of its own, four at a time.
     * The first of the kinds is answered at once and then each time the pause is over.
     */
    void start(List<String> kinds, Duration pause, BiConsumer<String, Map<String, Object>> answer) {
        quartz(() -> {
            quartz = QuartzStore.open(store, node);
            quartz.setJobFactory((bundle, scheduler) -> context -> answer(context, answer));
            for (var kind : kinds) {
                quartz.addJob(JobBuilder.newJob(Job.class).withIdentity(kind).storeDurably().build(), true);
            }
            var steady = kinds.get(0);
            add(TriggerBuilder.newTrigger().withIdentity(steady, STEADY).forJob(steady).startAt(Date.from(Instant.now().plus(pause)))
                .withSchedule(SimpleScheduleBuilder.repeatSecondlyForever((int) pause.toSeconds()).withMisfireHandlingInstructionNowWithExistingCount()).build());
            quartz.start();
            quartz.triggerJob(new JobKey(steady));
        });
    }

    /** Answers no more; what is being answered gets some time to end. */
    void stop(Duration patience) {
        if (quartz == null) {
            return;
        }
        var leaving = new Thread(() -> quartz(() -> quartz.shutdown(true)), "timer-stop");
        leaving.setDaemon(true);
        leaving.start();
        try {
            leaving.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean ready() {
        try {
            return quartz != null && quartz.isStarted() && !quartz.isShutdown();
        } catch (SchedulerException e) {
            return false;
        }
    }

    /** Sets an alarm for now. */
    void ring(String kind, String group, Map<String, String> data) {
        quartz(() -> add(alarm(new TriggerKey(String.valueOf(System.nanoTime()), group), kind, Instant.now(), data)));
    }

    /** Makes this the only alarm of its group, at this instant; one that stands so already is left alone. */
    void only(String kind, String group, String name, Instant start, Map<String, String> data) {
        quartz(() -> {
            var wanted = new TriggerKey(name, group);
            for (var key : quartz.getTriggerKeys(GroupMatcher.triggerGroupEquals(group))) {
                if (!key.equals(wanted) || broken(key, start)) {
                    quartz.unscheduleJob(key);
                }
            }
            add(alarm(wanted, kind, start, data));
        });
    }

    void clear(String group) {
        quartz(() -> quartz.unscheduleJobs(List.copyOf(quartz.getTriggerKeys(GroupMatcher.triggerGroupEquals(group)))));
    }

    /** The groups in which an alarm is set or being answered. */
    List<String> groups() {
        try {
            return quartz.getTriggerGroupNames();
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(JobExecutionContext context, BiConsumer<String, Map<String, Object>> answer) {
        try {
            answer.accept(context.getJobDetail().getKey().getName(), context.getMergedJobDataMap().getWrappedMap());
        } catch (RuntimeException e) {
            LOG.error("The job {} failed", context.getTrigger().getKey(), e);
        }
    }

    private boolean broken(TriggerKey key, Instant start) throws SchedulerException {
        try {
            var trigger = quartz.getTrigger(key);
            return trigger != null && (quartz.getTriggerState(key) == Trigger.TriggerState.ERROR
                || Duration.between(trigger.getStartTime().toInstant(), start).abs().toSeconds() > 1);
        } catch (JobPersistenceException e) {
            if (e.getCause() instanceof NoRecordFoundException) {
                return true; // another console answers it at this moment: Quartz reads an alarm from two tables, and the second row is gone
            }
            throw e;
        }
    }

    private void add(Trigger trigger) throws SchedulerException {
        try {
            if (!quartz.checkExists(trigger.getKey())) {
                quartz.scheduleJob(trigger);
            }
        } catch (ObjectAlreadyExistsException e) {
            LOG.debug("Another console set the alarm {}", trigger.getKey());
        }
    }

    /** Late alarms ring all the same: whether it is too late is decided where the routine is known. */
    private static Trigger alarm(TriggerKey key, String kind, Instant start, Map<String, String> data) {
        return TriggerBuilder.newTrigger().withIdentity(key).forJob(kind).startAt(Date.from(start)).usingJobData(new JobDataMap(data))
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
