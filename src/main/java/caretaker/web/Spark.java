package caretaker.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** A history small enough for a row, 80 by 20: gaps stay gaps, and the scale spans at least 12 % of the value, so that flat looks flat. */
public record Spark(List<String> lines, double endX, double endY, String title) {
    private static final double WIDTH = 80;
    private static final double HEIGHT = 20;

    /** Null when there are not two points to draw; points further apart than the gap are not joined. */
    static Spark of(SortedMap<Instant, Long> points, Duration gap, String title) {
        if (points.size() < 2) {
            return null;
        }
        double from = points.firstKey().getEpochSecond();
        double span = Math.max(1, points.lastKey().getEpochSecond() - from);
        double low = points.values().stream().mapToLong(v -> v).min().orElse(0);
        double high = points.values().stream().mapToLong(v -> v).max().orElse(0);
        double range = Math.max(high - low, Math.max(1, high * 0.12));
        double floor = (low + high - range) / 2;
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        Instant last = null;
        double x = 0;
        double y = 0;
        for (var point : points.entrySet()) {
            if (last != null && Duration.between(last, point.getKey()).compareTo(gap) > 0) {
                lines.add(line.toString());
                line.setLength(0);
            }
            x = (point.getKey().getEpochSecond() - from) / span * WIDTH;
            y = HEIGHT - 2 - (point.getValue() - floor) / range * (HEIGHT - 4);
            line.append(tenth(x)).append(',').append(tenth(y)).append(' ');
            last = point.getKey();
        }
        lines.add(line.toString());
        return new Spark(lines, tenth(x), tenth(y), title);
    }

    private static double tenth(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
