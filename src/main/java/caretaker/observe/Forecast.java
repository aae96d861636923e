package caretaker.observe;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where daily values are heading: the median of all slopes between two days (one outlier or a large cleanup does not turn it), with a season of
 * weekdays once three weeks are known, and a band that four of five values should stay in. Days without a value are simply missing.
 */
public record Forecast(LocalDate last, int days, double level, double perDay, double perDayLow, double perDayHigh, double below, double above, Map<Integer, Double> season) {
    /** So many days with a value are needed before anything is said. */
    public static final int NEEDED = 14;
    private static final double EIGHTY = 1.2816;
    private static final double WIDER = 1.12;

    /** A value to come with its band. */
    public record Value(double likely, double low, double high) {}

    /** Null while there are too few days. */
    public static Forecast of(SortedMap<LocalDate, Double> daily) {
        if (daily.size() < NEEDED) {
            return null;
        }
        var x = daily.keySet().stream().mapToDouble(LocalDate::toEpochDay).toArray();
        var y = daily.values().stream().mapToDouble(v -> v).toArray();
        var slopes = slopes(x, y);
        double slope = quantile(slopes, 0.5);
        double n = x.length;
        double reach = EIGHTY * Math.sqrt(n * (n - 1) * (2 * n + 5) / 18) / slopes.length / 2;
        var end = daily.lastKey();
        var rest = new double[x.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = y[i] - slope * (x[i] - end.toEpochDay());
        }
        double level = quantile(sorted(rest), 0.5);
        var season = season(daily, rest, level);
        for (int i = 0; i < rest.length; i++) {
            rest[i] -= level + season.getOrDefault(weekday(LocalDate.ofEpochDay((long) x[i])), 0.0);
        }
        // What was cleaned up lately stays away: the line goes through the middle of the last week. That middle is uncertain too, hence the wider band.
        double shift = quantile(sorted(Arrays.copyOfRange(rest, rest.length - 7, rest.length)), 0.5);
        var left = sorted(rest);
        return new Forecast(end, x.length, level + shift, slope, quantile(slopes, Math.max(0, 0.5 - reach)), quantile(slopes, Math.min(1, 0.5 + reach)),
            Math.min(0, quantile(left, 0.1) * WIDER), Math.max(0, quantile(left, 0.9) * WIDER), season);
    }

    /** The value so many days after the last one; never below zero. */
    public Value in(double ahead) {
        double wave = season.getOrDefault(weekday(last.plusDays(Math.round(ahead))), 0.0);
        return new Value(Math.max(0, level + perDay * ahead + wave), Math.max(0, level + perDayLow * ahead + wave + below), Math.max(0, level + perDayHigh * ahead + wave + above));
    }

    /** Days until the line reaches a value; 0 when it is there, null when it never will. */
    public Double until(double value) {
        return until(value, perDay, 0);
    }

    /** The same for the upper edge of the band: the earliest it may be. */
    public Double earliest(double value) {
        return until(value, perDayHigh, above);
    }

    /** The same for the lower edge: the latest it may be, null for never. */
    public Double latest(double value) {
        return until(value, perDayLow, below);
    }

    private Double until(double value, double slope, double edge) {
        double missing = value - level - edge;
        return missing <= 0 ? Double.valueOf(0) : slope <= 0 ? null : Double.valueOf(missing / slope);
    }

    private static double[] slopes(double[] x, double[] y) {
        var slopes = new double[x.length * (x.length - 1) / 2];
        int k = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                slopes[k++] = (y[j] - y[i]) / (x[j] - x[i]);
            }
        }
        Arrays.sort(slopes);
        return slopes;
    }

    /** How far each weekday lies from the trend, in the middle; nothing before three weeks. */
    private static Map<Integer, Double> season(SortedMap<LocalDate, Double> daily, double[] rest, double level) {
        var season = new TreeMap<Integer, Double>();
        var days = List.copyOf(daily.keySet());
        for (int weekday = 1; weekday <= 7 && days.size() >= 21; weekday++) {
            var same = new ArrayList<Double>();
            for (int i = 0; i < days.size(); i++) {
                if (weekday(days.get(i)) == weekday) {
                    same.add(rest[i] - level);
                }
            }
            if (same.size() >= 3) {
                season.put(weekday, quantile(same.stream().mapToDouble(v -> v).sorted().toArray(), 0.5));
            }
        }
        return season;
    }

    private static int weekday(LocalDate day) {
        return day.getDayOfWeek().getValue();
    }

    private static double[] sorted(double[] values) {
        var copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int low = (int) Math.floor(place);
        return low + 1 >= sorted.length ? sorted[sorted.length - 1] : sorted[low] + (place - low) * (sorted[low + 1] - sorted[low]);
    }
}
