package caretaker.web;

import caretaker.db.Store;
import caretaker.observe.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which round size a database reaches next at the pace of the last 90 days, and when; perDay is null until enough days are known. */
public record NextLimit(String database, Double perDay, GrowthPage.Reach reach) {
    private static final Duration BACK = Duration.ofDays(90);

    static List<NextLimit> of(Store store, Long database, Instant now) {
        var args = new HashMap<String, Object>(Map.of("since", now.minus(BACK)));
        args.put("database", database);
        var daily = new LinkedHashMap<String, TreeMap<LocalDate, Double>>();
        store.list("observe/growth", GrowthPage.Day.class, args).forEach(d -> daily.computeIfAbsent(d.databaseName(), n -> new TreeMap<>()).put(d.day(), (double) d.bytes()));
        return daily.entrySet().stream().map(e -> of(e.getKey(), e.getValue())).toList();
    }

    private static NextLimit of(String database, TreeMap<LocalDate, Double> daily) {
        var forecast = Forecast.of(daily);
        if (forecast == null) {
            return new NextLimit(database, null, null);
        }
        var size = daily.lastEntry().getValue();
        var next = GrowthPage.LIMITS.stream().filter(l -> l > size).findFirst().map(l -> GrowthPage.reach(forecast, l, false, false)).filter(r -> r.on() != null).orElse(null);
        return new NextLimit(database, forecast.perDay(), next);
    }

    /** The one that comes first, or null. */
    static NextLimit first(List<NextLimit> all) {
        return all.stream().filter(l -> l.reach != null).min(Comparator.comparing(l -> l.reach.days())).orElse(null);
    }

    /** The day of the forecast, or why there is none. */
    public Figure when(Format format) {
        return perDay == null ? Figure.UNKNOWN : reach == null ? Figure.NONE : Figure.of(format.day(reach.on()), "", reach.on().toString()).about();
    }

    public String words(Format format) {
        return perDay == null ? "after " + Forecast.NEEDED + " days of samples" : reach == null ? "it does not grow towards one"
            : reach.earliest() == null || reach.latest() == null ? "in " + Math.round(reach.days()) + " days"
            : "in " + Math.round(reach.earliest()) + " to " + Math.round(reach.latest()) + " days";
    }
}
