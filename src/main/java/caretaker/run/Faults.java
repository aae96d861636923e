package caretaker.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named places at which tests make a run fail. Nothing happens unless the program was started with -Dcaretaker.fault=POINT:ACTION:NTH, where the
 * action is halt (the process ends at once), throw, or stop (the process freezes, as with SIGSTOP), and NTH counts the passes of the point.
 */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final String SETTING = System.getProperty("caretaker.fault");
    private static final String[] CHOICE = SETTING == null ? new String[] {""} : SETTING.split(":");
    private static final AtomicInteger LEFT = new AtomicInteger(CHOICE.length < 3 ? 1 : Integer.parseInt(CHOICE[2]));
    private static final ThreadLocal<Consumer<String>> PROBE = new ThreadLocal<>();

    private Faults() {}

    /** A run passes this point. */
    static void at(String point) {
        var probe = PROBE.get();
        if (probe != null) {
            probe.accept(point);
        }
        if (CHOICE[0].equals(point) && LEFT.decrementAndGet() == 0) {
            act(point);
        }
    }

    /** For tests within this process: is told each point that this thread passes, and may throw; null ends it. */
    static void probe(Consumer<String> probe) {
        PROBE.set(probe);
    }

    private static void act(String point) {
        LOG.warn("The fault {} happens now", SETTING);
        switch (CHOICE[1]) {
            case "halt" -> Runtime.getRuntime().halt(137);
            case "stop" -> freeze();
            default -> throw new IllegalStateException("fault at " + point);
        }
    }

    private static void freeze() {
        try {
            new ProcessBuilder("kill", "-STOP", String.valueOf(ProcessHandle.current().pid())).start().waitFor();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
