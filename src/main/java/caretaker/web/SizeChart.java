package caretaker.web;

import caretaker.observe.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Heap, index and TOAST over time as stacked areas of a box 1000 by 1000, which the template stretches; what was not measured stays a gap. */
public record SizeChart(List<Area> areas, List<Gap> gaps, List<Tick> levels, List<Tick> times, Instant since, Instant until, Ahead ahead) {
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

    /** What comes after now, which stands at that percentage from the left: forecast and fan are null before there is a forecast, kept is where the line of the policies stands. */
    public record Ahead(String now, int days, String forecast, String fan, String kept, Forecast.Value last) {}

    /** How much of the box the measured part takes when something is said about the time after it. */
    private static final double MEASURED = 0.72;
    private static final double BOX = 1000;
    private static final double[] STEPS = {0.25, 0.5, 1, 2, 5, 10, 20, 50, 128, 256, 512};

    /** What the points are drawn into: the share of the width they take, and the bytes at the top. */
    private record Box(int points, double share, long top) {
        String at(int n, long bytes) {
            return String.format(Locale.ROOT, "%.1f,%.1f ", BOX * x(n), BOX - BOX * bytes / top);
        }

        double x(int n) {
            return share * n / (points - 1);
        }
    }

    /** Null when there are not two measurements. */
    static SizeChart of(List<Point> points, String zone, Format format) {
        return of(points, zone, format, null);
    }

    /** The same with what lies ahead; null draws what was measured over the whole width. */
    static SizeChart of(List<Point> points, String zone, Format format, Outlook outlook) {
        if (points.stream().filter(Point::known).count() < 2) {
            return null;
        }
        var since = points.get(0).at();
        var span = Duration.between(since, points.get(points.size() - 1).at());
        boolean onwards = outlook != null && outlook.known();
        int days = (int) Math.max(1, span.toHours() / 24.0 * (1 - MEASURED) / MEASURED);
        long highest = points.stream().filter(Point::known).mapToLong(Point::total).max().orElse(0);
        long reached = onwards && outlook.forecast() != null ? Math.max(highest, (long) outlook.forecast().in(days).high()) : highest;
        long step = step(reached);
        var box = new Box(points.size(), onwards ? MEASURED : 1, step * Math.max(1, (reached + step - 1) / step));
        var whole = onwards ? Duration.ofSeconds((long) (span.toSeconds() / MEASURED)) : span;
        return new SizeChart(areas(points, box), gaps(points, box), levels(step, box.top, format), times(since, whole, zone), since, since.plus(span),
            onwards ? ahead(outlook, days, span, box) : null);
    }

    private static Ahead ahead(Outlook outlook, int days, Duration span, Box box) {
        var forecast = outlook.forecast();
        var kept = outlook.kept() == null ? null : percent(1 - (double) outlook.kept() / box.top);
        if (forecast == null) {
            return new Ahead(percent(MEASURED), days, null, null, kept, null);
        }
        double measured = span.toHours() / 24.0;
        var scale = new GrowthChart.Scale(forecast.last().toEpochDay() - measured, measured / MEASURED, box.top);
        return new Ahead(percent(MEASURED), days, GrowthChart.ahead(forecast, days, scale), GrowthChart.band(forecast, days, scale), kept, forecast.in(days));
    }

    private static List<Area> areas(List<Point> points, Box box) {
        var areas = new ArrayList<Area>();
        for (var run : runs(points)) {
            areas.add(new Area("toast", polygon(points, run, Point::total, box)));
            areas.add(new Area("index", polygon(points, run, Point::withIndex, box)));
            areas.add(new Area("heap", polygon(points, run, Point::heap, box)));
        }
        return areas;
    }

    private static List<Tick> levels(long step, long top, Format format) {
        var levels = new ArrayList<Tick>();
        for (long level = 0; level <= top; level += step) {
            levels.add(new Tick(percent(1 - (double) level / top), level == 0 ? "0" : format.bytes(level).toString().replace(".00", "").replace(".0", "")));
        }
        return levels;
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

    private static List<Gap> gaps(List<Point> points, Box box) {
        var gaps = new ArrayList<Gap>();
        var runs = runs(points);
        for (int n = 1; n < runs.size(); n++) {
            double from = box.x(runs.get(n - 1)[1]);
            gaps.add(new Gap(percent(from), percent(box.x(runs.get(n)[0]) - from)));
        }
        return gaps;
    }

    private static String polygon(List<Point> points, int[] run, ToLongFunction<Point> height, Box box) {
        var text = new StringBuilder(box.at(run[0], 0));
        for (int n = run[0]; n <= run[1]; n++) {
            text.append(box.at(n, height.applyAsLong(points.get(n))));
        }
        return text.append(box.at(run[1], 0)).toString().trim();
    }

    private static List<Tick> times(Instant from, Duration span, String zone) {
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
