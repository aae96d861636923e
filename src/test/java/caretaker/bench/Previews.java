package caretaker.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caretaker.bench.Figure.Goal;
import caretaker.plan.Handling;
import caretaker.plan.Plan;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;

/** How long a person waits for a preview. */
final class Previews {
    private Previews() {}

    static void measure(Events events, Report report) {
        var offered = new ArrayList<Double>();
        var counted = new ArrayList<Double>();
        var counts = new ArrayList<Double>();
        boolean estimated = true;
        for (int round = 0; round < Rounds.COUNT; round++) {
            try (var caretaker = new Caretaker(events)) {
                timed(caretaker, true, new ArrayList<>()); // opens connections, as a console has them open
                caretaker.copy().settle();
                estimated &= !timed(caretaker, false, offered).exact();
                var exact = timed(caretaker, true, counted);
                counts.add((double) exact.content().facts().countMs());
                if (exact.exact()) { // else it took longer than its limit, and the figure says so
                    assertEquals(events.due(), exact.rows(), "rows counted by the preview");
                }
                Report.progress("preview, round %d: %.0f ms, counted exactly %.0f ms", round + 1, last(offered), last(counted));
            }
        }
        report.add(Figure.value("preview", estimated ? "as it is offered: estimates" : "as it is offered: counted exactly at this size", "ms", offered, Goal.atMost(500))
            .of(events.rows()));
        report.add(Figure.value("preview", "counted exactly", "ms", counted, null).of(events.rows()));
        report.add(Figure.value("preview", "of it the exact count", "ms", counts, Goal.atMost(3_000)).of(events.rows()));
    }

    private static Plan timed(Caretaker caretaker, boolean exact, List<Double> times) {
        long started = System.nanoTime();
        var plan = caretaker.preview("archive", Handling.DEFAULT, exact);
        times.add((System.nanoTime() - started) / 1e6);
        return plan;
    }

    private static double last(List<Double> values) {
        return values.get(values.size() - 1);
    }

    /** The memory of this process, in which Caretaker has done all of the above. */
    static void heap(Report report) {
        var peak = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP).mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        report.add(Figure.value("heap", "most of it in use", "MB", List.of((double) (peak >> 20)), null));
        report.add(Figure.value("heap", "limit of this process (-Xmx)", "MB", List.of((double) (Runtime.getRuntime().maxMemory() >> 20)), Goal.atMost(256)));
    }
}
