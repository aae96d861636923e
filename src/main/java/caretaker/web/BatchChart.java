package caretaker.web;

import caretaker.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The batches of a run over time: rows as bars above, milliseconds as a line below, both over one axis. Shapes use a width of 1000, words percentages. */
public record BatchChart(List<Bar> bars, List<String> lines, List<Tick> rows, List<Tick> ms, List<Tick> times, double bandTop, double bandHeight) {
    public static final int HEIGHT = 76;
    private static final int LOW_MS = 250;
    private static final int HIGH_MS = 500;
    private static final int TIMES = 5;

    public record Bar(double x, double width, double y, double height, String title) {}

    /** A word at an axis: y in pixels, or x in percent. */
    public record Tick(double at, String word) {}

    /** Null before the second batch; the newest batch comes first in the list. */
    static BatchChart of(List<Runs.BatchRow> newestFirst, String zone) {
        if (newestFirst.size() < 2) {
            return null;
        }
        var batches = new ArrayList<>(newestFirst);
        batches.sort(Comparator.comparing(Runs.BatchRow::at).thenComparing(Runs.BatchRow::no)); // of several workers, numbers and times go criss-cross
        var first = batches.get(0).at().minusMillis(batches.get(0).ms());
        double span = Math.max(1, Duration.between(first, batches.get(batches.size() - 1).at()).toMillis());
        long rowsTop = ceiling(batches.stream().mapToLong(Runs.BatchRow::rows).max().orElse(1));
        long msTop = ceiling(Math.max(600, batches.stream().mapToLong(Runs.BatchRow::ms).max().orElse(1)));
        var bars = new ArrayList<Bar>();
        var lines = new ArrayList<StringBuilder>();
        Instant last = null;
        for (var batch : batches) {
            boolean paused = last != null && Duration.between(last, batch.at()).toMillis() > 10_000 + 5L * batch.ms(); // a pause is a gap, not a line
            double end = 1000 * Duration.between(first, batch.at()).toMillis() / span;
            double start = last == null || paused ? end - 1000 * batch.ms() / span : 1000 * Duration.between(first, last).toMillis() / span;
            double width = Math.max(0.5, end - start);
            bars.add(bar(batch, start, width, rowsTop));
            if (last == null || paused) {
                lines.add(new StringBuilder());
            }
            lines.get(lines.size() - 1).append(String.format(Locale.ROOT, "%.1f,%.1f ", start + width / 2, HEIGHT - (double) HEIGHT * batch.ms() / msTop));
            last = batch.at();
        }
        return new BatchChart(bars, lines.stream().map(StringBuilder::toString).toList(), ticks(rowsTop), ticks(msTop), times(first, span, zone), round(HEIGHT - (double) HEIGHT * HIGH_MS / msTop),
            round((double) HEIGHT * (HIGH_MS - LOW_MS) / msTop));
    }

    private static Bar bar(Runs.BatchRow batch, double start, double width, long rowsTop) {
        double height = (double) HEIGHT * batch.rows() / rowsTop;
        return new Bar(round(start + width * 0.06), round(width * 0.88), round(HEIGHT - height), round(height),
            String.format(Locale.ENGLISH, "batch %d: %,d rows in %,d ms", batch.no(), batch.rows(), batch.ms()));
    }

    private static List<Tick> ticks(long top) {
        return List.of(new Tick(0, words(top)), new Tick(HEIGHT / 2.0, words(top / 2.0)), new Tick(HEIGHT, "0"));
    }

    private static String words(double number) {
        return number == Math.rint(number) ? String.format(Locale.ENGLISH, "%,.0f", number) : String.format(Locale.ENGLISH, "%,.1f", number);
    }

    private static List<Tick> times(Instant first, double span, String zone) {
        var pattern = DateTimeFormatter.ofPattern(span < 10_000 ? "HH:mm:ss.S" : span < 600_000 ? "HH:mm:ss" : "HH:mm", Locale.ENGLISH);
        var times = new ArrayList<Tick>();
        for (int i = 0; i < TIMES; i++) {
            times.add(new Tick(100.0 * i / (TIMES - 1), pattern.format(first.plusMillis((long) (span * i / (TIMES - 1))).atZone(ZoneId.of(zone)))));
        }
        return times;
    }

    /** The next of 1, 2, 4, 5 or 10 times a power of ten, so that half of it is a plain number too. */
    private static long ceiling(long most) {
        long power = 1;
        while (power * 10 < most) {
            power *= 10;
        }
        for (long step : new long[] {1, 2, 4, 5, 10}) {
            if (step * power >= most) {
                return Math.max(2, step * power);
            }
        }
        return power * 10;
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
