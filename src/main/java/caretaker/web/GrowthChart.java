package caretaker.web;

import caretaker.observe.Forecast;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** Bytes over days and where they are heading, in a box 1000 by 1000 that the template stretches: the measured line, its forecast, the band, and a limit. */
public record GrowthChart(List<String> measured, List<SizeChart.Gap> gaps, String forecast, String fan, List<SizeChart.Tick> levels, List<SizeChart.Tick> times,
                          String now, String limit, String limitLabel) {
    private static final double BOX = 1000;

    /** The measures of a chart: where it begins in days since 1970, how many there are, and the value at its top. */
    record Scale(double first, double days, double top) {
        String point(double day, double value) {
            return String.format(Locale.ROOT, "%.1f,%.1f ", BOX * day / days, BOX - BOX * Math.min(value, top) / top);
        }

        double day(LocalDate date) {
            return date.toEpochDay() - first;
        }
    }

    /** Null when there are not two days; forecast may be null, limit too. */
    static GrowthChart of(SortedMap<LocalDate, Double> daily, Forecast forecast, int ahead, Long limit, Format f) {
        if (daily.size() < 2) {
            return null;
        }
        double measured = daily.values().stream().mapToDouble(v -> v).max().orElse(0);
        double high = forecast == null ? measured : Math.max(measured, forecast.in(ahead).high());
        boolean near = limit != null && limit < high * 1.6;
        long step = SizeChart.step((long) Math.max(high, near ? limit : 0));
        double top = step * Math.max(1, Math.ceil(Math.max(high, near ? limit : 0) / step));
        var last = forecast == null ? daily.lastKey() : forecast.last().plusDays(ahead);
        var scale = new Scale(daily.firstKey().toEpochDay(), Math.max(1, last.toEpochDay() - daily.firstKey().toEpochDay()), top);
        var levels = new ArrayList<SizeChart.Tick>();
        for (double level = 0; level <= top; level += step) {
            levels.add(new SizeChart.Tick(SizeChart.percent(1 - level / top), level == 0 ? "0" : f.bytes((long) level).toString().replace(".00", "").replace(".0", "")));
        }
        return new GrowthChart(lines(daily, scale), gaps(daily, scale), forecast == null ? null : ahead(forecast, ahead, scale), forecast == null ? null : band(forecast, ahead, scale), levels, times(scale),
            SizeChart.percent(scale.day(daily.lastKey()) / scale.days), near ? SizeChart.percent(1 - limit / top) : null, near ? f.bytes(limit).toString() : null);
    }

    /** Days that follow each other or leave out one are joined. */
    private static List<String> lines(SortedMap<LocalDate, Double> daily, Scale scale) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        LocalDate before = null;
        for (var day : daily.entrySet()) {
            if (before != null && day.getKey().toEpochDay() - before.toEpochDay() > 2) {
                lines.add(line.toString().trim());
                line.setLength(0);
            }
            line.append(scale.point(scale.day(day.getKey()), day.getValue()));
            before = day.getKey();
        }
        lines.add(line.toString().trim());
        return lines;
    }

    private static List<SizeChart.Gap> gaps(SortedMap<LocalDate, Double> daily, Scale scale) {
        var gaps = new ArrayList<SizeChart.Gap>();
        LocalDate before = null;
        for (var day : daily.keySet()) {
            if (before != null && day.toEpochDay() - before.toEpochDay() > 2) {
                gaps.add(new SizeChart.Gap(SizeChart.percent(scale.day(before) / scale.days), SizeChart.percent((day.toEpochDay() - before.toEpochDay()) / scale.days)));
            }
            before = day;
        }
        return gaps;
    }

    /** The forecast as a line of so many days. */
    static String ahead(Forecast forecast, int ahead, Scale scale) {
        var line = new StringBuilder();
        for (int day = 0; day <= ahead; day++) {
            line.append(scale.point(scale.day(forecast.last()) + day, forecast.in(day).likely()));
        }
        return line.toString().trim();
    }

    /** Its band as a closed polygon. */
    static String band(Forecast forecast, int ahead, Scale scale) {
        var up = new StringBuilder();
        var down = new ArrayList<String>();
        for (int day = 0; day <= ahead; day++) {
            up.append(scale.point(scale.day(forecast.last()) + day, forecast.in(day).high()));
            down.add(0, scale.point(scale.day(forecast.last()) + day, forecast.in(day).low()));
        }
        return (up + String.join("", down)).trim();
    }

    private static List<SizeChart.Tick> times(Scale scale) {
        var format = DateTimeFormatter.ofPattern(scale.days < 330 ? "d MMM" : "MMM uuuu", Locale.ENGLISH);
        var ticks = new ArrayList<SizeChart.Tick>();
        for (int n = 1; n < 10; n += 2) {
            ticks.add(new SizeChart.Tick(SizeChart.percent(n / 10.0), format.format(LocalDate.ofEpochDay(Math.round(scale.first + scale.days * n / 10)))));
        }
        return ticks;
    }
}
