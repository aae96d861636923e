package caretaker.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** About how many rows each of the last 60 days brought, with the average of the seven days before and the days far above it; from the planner's statistics. */
public record RowDays(String column, Instant analyzedAt, Instant oldest, List<Bar> bars, List<String> average, List<Bar> spikes, Long normal, List<Saving> savings) {
    /** From here on a day is a spike: half as much again as normal. */
    private static final double SPIKE = 1.5;
    private static final int SHOWN = 60;

    /** A row of the statement: pairs of a day and its rows, null where the statistics are older; older is the share of rows before so many days ago. */
    public record Row(String columnName, Instant analyzedAt, Long allRows, Instant oldest, JsonNode days, JsonNode older) {}

    /** A day; x and width in percent, y and height of a box of 100. rows is null where nothing is known. */
    public record Bar(LocalDate day, Long rows, Long normal, boolean spike, double x, double width, double y, double height) {}

    /** What keeping so many days would free. */
    public record Saving(int days, double share, long rows, Long bytes) {}

    /** Null when there is nothing to draw. */
    static RowDays of(Row row, Long totalBytes) {
        var days = new ArrayList<LocalDate>();
        var rows = new ArrayList<Long>();
        row.days.forEach(p -> {
            days.add(LocalDate.parse(p.get(0).asText()));
            rows.add(p.get(1).isNull() ? null : p.get(1).asLong());
        });
        int from = Math.max(7, days.size() - SHOWN);
        double most = rows.stream().skip(from).mapToDouble(r -> r == null ? 0 : r).max().orElse(0);
        if (most == 0) {
            return null;
        }
        var bars = new ArrayList<Bar>();
        double step = 100.0 / (days.size() - from);
        for (int i = from; i < days.size(); i++) {
            var normal = average(rows, i);
            var count = rows.get(i);
            double height = count == null ? 0 : 100 * count / most;
            bars.add(new Bar(days.get(i), count, normal, count != null && normal != null && normal > 0 && count > SPIKE * normal && count >= 100, round((i - from) * step),
                round(step * 0.82), round(100 - height), round(height)));
        }
        return new RowDays(row.columnName, row.analyzedAt, row.oldest, bars, line(bars, most, step), bars.stream().filter(Bar::spike).toList(),
            average(rows, days.size()), savings(row, totalBytes));
    }

    /** The fullest day that is shown: the height of the chart. */
    public Long most() {
        return bars.stream().map(Bar::rows).filter(r -> r != null).max(Long::compare).orElse(null);
    }

    public Bar worst() {
        return spikes.stream().reduce((a, b) -> a.rows * b.normal > b.rows * a.normal ? a : b).orElse(null);
    }

    /** The mean of the seven days before, where at least four of them are known. */
    private static Long average(List<Long> rows, int day) {
        var before = rows.subList(Math.max(0, day - 7), day).stream().filter(r -> r != null).toList();
        return before.size() < 4 ? null : Math.round(before.stream().mapToLong(r -> r).average().orElse(0));
    }

    private static List<String> line(List<Bar> bars, double most, double step) {
        var points = new StringBuilder();
        var lines = new ArrayList<String>();
        for (var bar : bars) {
            if (bar.normal == null || bar.rows == null) {
                continue;
            }
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", 10 * (bar.x + step / 2), 1000 - 1000 * Math.min(bar.normal / most, 1)));
        }
        lines.add(points.toString().trim());
        return lines;
    }

    private static List<Saving> savings(Row row, Long totalBytes) {
        var savings = new ArrayList<Saving>();
        for (int days : new int[] {30, 60, 89}) {
            var share = row.older.get(String.valueOf(days));
            if (share != null && share.asDouble() > 0.005 && row.allRows != null) {
                savings.add(new Saving(days == 89 ? 90 : days, share.asDouble(), Math.round(share.asDouble() * row.allRows),
                    totalBytes == null ? null : Math.round(share.asDouble() * totalBytes)));
            }
        }
        return savings;
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
