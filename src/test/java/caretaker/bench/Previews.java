package caretaker.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caretaker.bench.Figure.Goal;
import caretaker.plan.Handling;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;

/** How long a person waits for a preview. */
final class Previews {
    private Previews() {}

    static void measure(Events events, Report report) {
        var whole = new ArrayList<Double>();
        var counts = new ArrayList<Double>();
        boolean exact = true;
        for (int round = 0; round < Rounds.COUNT; round++) {
            try (var caretaker = new Caretaker(events)) {
                caretaker.copy().settle();
                long started = System.nanoTime();
                var plan = caretaker.preview("archive", Handling.DEFAULT);
                whole.add((System.nanoTime() - started) / 1e6);
                counts.add((double) plan.content().facts().countMs());
                exact &= plan.exact();
                if (plan.exact()) {
                    assertEquals(events.due(), plan.rows(), "rows counted by the preview");
                }
            }
        }
        report.add(Figure.value("preview", "policy and preview, counted exactly", "ms", whole, null).of(events.rows()));
        report.add(Figure.value("preview", exact ? "of it the exact count" : "of it the count, given up for an estimate", "ms", counts, exact ? Goal.atMost(3_000) : null)
            .of(events.rows()));
        report.add(Figure.missing("preview", "with estimates", Goal.atMost(500), "this version has no preview without the exact count").of(events.rows()));
    }

    /** The memory of this process, in which Caretaker has done all of the above. */
    static void heap(Report report) {
        var peak = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP).mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        report.add(Figure.value("heap", "most of it in use", "MB", List.of((double) (peak >> 20)), null));
        report.add(Figure.value("heap", "limit of this process (-Xmx)", "MB", List.of((double) (Runtime.getRuntime().maxMemory() >> 20)), Goal.atMost(256)));
    }
}
