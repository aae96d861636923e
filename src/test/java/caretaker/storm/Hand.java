package caretaker.storm;

import caretaker.App;
import caretaker.Config;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A console without pages and alarms, so that it takes up what is queued or lost at once: the same wiring, runner and reaper as the real one. */
public final class Hand {
    private static final int AT_ONCE = 2; // leaves something for the others

    private Hand() {}

    public static void main(String[] arguments) {
        var app = App.command(Config.read(System.getenv()));
        var active = ConcurrentHashMap.<Long>newKeySet();
        var runs = Executors.newFixedThreadPool(AT_ONCE);
        var clock = Executors.newScheduledThreadPool(2);
        clock.scheduleWithFixedDelay(() -> quietly(app.reaper::reap), 0, 300, TimeUnit.MILLISECONDS);
        clock.scheduleWithFixedDelay(() -> quietly(() -> app.runs.queued().stream().filter(id -> active.size() < AT_ONCE && active.add(id))
            .forEach(id -> runs.execute(() -> execute(app, id, active)))), 0, 50, TimeUnit.MILLISECONDS);
        clock.scheduleWithFixedDelay(Hand::endWithParent, 1, 1, TimeUnit.SECONDS);
        System.out.println("ready");
    }

    private static void execute(App app, long id, Set<Long> active) {
        quietly(() -> app.runner.execute(id));
        active.remove(id);
    }

    /** The store may be away; the next look finds it again. */
    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            System.out.println(e);
        }
    }

    private static void endWithParent() {
        if (ProcessHandle.current().parent().filter(p -> p.pid() != 1).isEmpty()) {
            Runtime.getRuntime().halt(1);
        }
    }
}
