package caretaker.web;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An ending waits a second for idle connections and half a second for idle threads: the next test need not wait for it. */
final class Endings {
    private static final ExecutorService LATER = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "ending");
        thread.setDaemon(true);
        return thread;
    });

    private Endings() {}

    static void later(Runnable... steps) {
        LATER.execute(() -> {
            for (var step : steps) {
                step.run();
            }
        });
    }
}
