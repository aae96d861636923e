package caretaker.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Heap, index and TOAST over time as stacked areas of a box 1000 by 1000, which the template stretches; what was not measured stays a gap. */
public record SizeChart(List<Area> areas, List<Gap> gaps, List<Tick> levels, List<Tick> times, Instant since, Instant until) {
    /** One measurement, or null bytes where there was none. */
    public record Point(Instant at, Long heapBytes, Long indexBytes, Long toastBytes) {
        boolean known() {
            return heapBytes != null;
        }

        long heap() {
            return heapBytes;
        }

        long withIndex() {
            return heapBytes + indexBytes;
        }

        long total() {
            return heapBytes + indexBytes + toastBytes;
        }
    }

    /** A closed polygon; kind is heap, index or toast. */
    public record Area(String kind, String points) {}

    public record Gap(String x, String width) {}

    /** A line of the grid in percent of the plot, from its top or its left, with what stands beside it. */
    public record Tick(String position, String label) {}

    private static final double BOX = 1000;
    private static final double[] STEPS = {0.25, 0.5, 1, 2, 5, 10, 20, 50, 128, 256, 512};

    /** Null when there are not two measurements. */
    static SizeChart of(List<Point> points, String zone, Format format) {
        if (points.stream().filter(Point::known).count() < 2) {
            return null;
        }
        long step = step(points.stream().filter(Point::known).mapToLong(Point::total).max().orElse(0));
        long top = step * Math.max(1, (points.stream().filter(Point::known).mapToLong(Point::total).max().orElse(0) + step - 1) / step);
        var areas = new ArrayList<Area>();
        for (var run : runs(points)) {
            areas.add(new Area("toast", polygon(points, run, Point::total, top)));
            areas.add(new Area("index", polygon(points, run, Point::withIndex, top)));
            areas.add(new Area("heap", polygon(points, run, Point::heap, top)));
        }
        var levels = new ArrayList<Tick>();
        for (long level = 0; level <= top; level += step) {
            levels.add(new Tick(percent(1 - (double) level / top), level == 0 ? "0" : format.bytes(level).toString().replace(".00", "").replace(".0", "")));
        }
        return new SizeChart(areas, gaps(points), levels, times(points, zone), points.get(0).at(), points.get(points.size() - 1).at());
    }

    /** Between three and six levels, which read well in PostgreSQL's units: 512 MB, 1 GB, 1.5 GB. */
    static long step(long highest) {
        long unit = 1;
        while (unit * 1024 <= highest) {
            unit *= 1024;
        }
        double wanted = highest / 4.0 / unit;
        for (double step : STEPS) {
            if (step >= wanted) {
                return Math.max(1, (long) (step * unit));
            }
        }
        return unit * 1024;
    }

    /** The stretches without a gap, as first and last index. */
    private static List<int[]> runs(List<Point> points) {
        var runs = new ArrayList<int[]>();
        int from = -1;
        for (int n = 0; n <= points.size(); n++) {
            boolean known = n < points.size() && points.get(n).known();
            if (known && from < 0) {
                from = n;
            } else if (!known && from >= 0) {
                runs.add(new int[] {from, n - 1});
                from = -1;
            }
        }
        return runs;
    }

    private static List<Gap> gaps(List<Point> points) {
        var gaps = new ArrayList<Gap>();
        var runs = runs(points);
        for (int n = 1; n < runs.size(); n++) {
            double from = (double) runs.get(n - 1)[1] / (points.size() - 1);
            double to = (double) runs.get(n)[0] / (points.size() - 1);
            gaps.add(new Gap(percent(from), percent(to - from)));
        }
        return gaps;
    }

    private static String polygon(List<Point> points, int[] run, ToLongFunction<Point> height, long top) {
        var text = new StringBuilder(at(run[0], points.size(), 0, top));
        for (int n = run[0]; n <= run[1]; n++) {
            text.append(at(n, points.size(), height.applyAsLong(points.get(n)), top));
        }
        return text.append(at(run[1], points.size(), 0, top)).toString().trim();
    }

    private static String at(int n, int count, long bytes, long top) {
        return String.format(Locale.ROOT, "%.1f,%.1f ", BOX * n / (count - 1), BOX - BOX * bytes / top);
    }

    private static List<Tick> times(List<Point> points, String zone) {
        var from = points.get(0).at();
        var span = Duration.between(from, points.get(points.size() - 1).at());
        var pattern = span.toHours() < 48 ? "HH:mm" : span.toDays() < 330 ? "d MMM" : "MMM uuuu";
        var format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneId.of(zone));
        var ticks = new ArrayList<Tick>();
        for (int n = 1; n < 10; n += 2) {
            var label = format.format(from.plus(span.multipliedBy(n).dividedBy(10)));
            if (ticks.isEmpty() || !ticks.get(ticks.size() - 1).label.equals(label)) {
                ticks.add(new Tick(percent(n / 10.0), label));
            }
        }
        return ticks;
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", share * 100);
    }
}
