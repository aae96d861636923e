package caretaker.web;

import caretaker.plan.Plan;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The rows of a table over time, those that go in front of those that stay, with the cutoff between. x and width are percentages, y and height pixels. */
public record Histogram(List<Bar> bars, double cut, String each) {
    /** Pixels of the tallest bar; above it is room for the words at the cutoff, below for the totals. */
    public static final int TOP = 18;
    public static final int HEIGHT = 62;

    public record Bar(double x, double width, double y, double height, double dueY, double dueHeight, String title) {}

    /** Null when there is nothing to draw. */
    static Histogram of(List<Plan.Bucket> buckets, Instant cutoff, String zone) {
        long most = buckets.stream().mapToLong(Plan.Bucket::rows).max().orElse(0);
        if (most == 0) {
            return null;
        }
        var bars = new ArrayList<Bar>();
        double step = 100.0 / buckets.size();
        for (int i = 0; i < buckets.size(); i++) {
            var bucket = buckets.get(i);
            double height = bucket.rows() == 0 ? 0 : Math.max(1, (double) HEIGHT * bucket.rows() / most);
            double due = bucket.due() == 0 ? 0 : Math.max(1, (double) HEIGHT * bucket.due() / most);
            bars.add(new Bar(round(i * step), round(step * 0.86), round(TOP + HEIGHT - height), round(height), round(TOP + HEIGHT - due), round(due),
                String.format("from %s: %,d of %,d go", bucket.from(), bucket.due(), bucket.rows())));
        }
        long days = days(buckets);
        return new Histogram(bars, round(cut(buckets, days, cutoff, zone)), days < 60 ? null : days < 90 ? "rows per day" : days < 540 && days > 400 ? "rows per week"
            : "rows per " + Math.round((double) days / buckets.size()) + " days");
    }

    /** True when the words at the cutoff have more room on its left. */
    public boolean late() {
        return cut > 55;
    }

    /** Where the cutoff lies. The slices know their day only: a short span is judged by which of its rows go. */
    private static double cut(List<Plan.Bucket> buckets, long days, Instant cutoff, String zone) {
        if (days >= buckets.size()) {
            var first = LocalDate.parse(buckets.get(0).from()).atStartOfDay(ZoneId.of(zone)).toInstant();
            return Math.max(0, Math.min(100, 100.0 * ChronoUnit.SECONDS.between(first, cutoff) / (days * 86_400.0)));
        }
        for (int i = buckets.size() - 1; i >= 0; i--) {
            if (buckets.get(i).due() > 0) {
                return 100.0 * (i + (double) buckets.get(i).due() / buckets.get(i).rows()) / buckets.size();
            }
        }
        return 0;
    }

    private static long days(List<Plan.Bucket> buckets) {
        int last = buckets.size() - 1;
        long between = ChronoUnit.DAYS.between(LocalDate.parse(buckets.get(0).from()), LocalDate.parse(buckets.get(last).from()));
        return last == 0 ? 0 : Math.round((double) between * buckets.size() / last);
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
