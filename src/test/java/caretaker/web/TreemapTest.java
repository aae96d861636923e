package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TreemapTest {
    private static final double WIDTH = 1050;
    private static final double HEIGHT = 124;

    @TestFactory
    Stream<DynamicTest> areasAreProportionalInsideAndApart() {
        return IntStream.range(0, 60).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var weights = IntStream.rangeClosed(0, random.nextInt(50)).mapToObj(n -> Math.exp(random.nextDouble() * 12)).sorted(Collections.reverseOrder()).toList();
            var rects = Treemap.of(weights, WIDTH, HEIGHT);
            double sum = weights.stream().mapToDouble(w -> w).sum();
            assertEquals(weights.size(), rects.size());
            for (int n = 0; n < rects.size(); n++) {
                var r = rects.get(n);
                assertEquals(weights.get(n) / sum * WIDTH * HEIGHT, r.width() * r.height(), 0.001 * WIDTH);
                assertTrue(r.x() >= -0.001 && r.y() >= -0.001 && r.x() + r.width() <= WIDTH + 0.001 && r.y() + r.height() <= HEIGHT + 0.001, r::toString);
                for (var other : rects.subList(0, n)) {
                    assertTrue(apart(r, other), () -> r + " overlaps " + other);
                }
            }
        }));
    }

    @Test
    void equalWeightsAreNearlySquare() {
        for (var r : Treemap.of(Collections.nCopies(16, 1.0), 400, 400)) {
            assertTrue(Math.max(r.width() / r.height(), r.height() / r.width()) < 1.5, r::toString);
        }
    }

    @Test
    void oneFillsAllAndNoneIsEmpty() {
        assertEquals(List.of(new Treemap.Rect(0, 0, WIDTH, HEIGHT)), Treemap.of(List.of(7.0), WIDTH, HEIGHT));
        assertEquals(List.of(), Treemap.of(List.of(), WIDTH, HEIGHT));
    }

    private static boolean apart(Treemap.Rect a, Treemap.Rect b) {
        double slack = 0.001;
        return a.x() + a.width() <= b.x() + slack || b.x() + b.width() <= a.x() + slack || a.y() + a.height() <= b.y() + slack || b.y() + b.height() <= a.y() + slack;
    }
}
