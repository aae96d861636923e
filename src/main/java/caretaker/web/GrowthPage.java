package caretaker.web;

import caretaker.db.Store;
import caretaker.observe.Forecast;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How databases and tables grow, where that leads, and when a size is reached; from the store's own samples. */
final class GrowthPage {
    private static final Map<String, Integer> RANGES = Map.of("30", 30, "90", 90, "365", 365);
    private static final long GB = 1024L * 1024 * 1024;
    /** Sizes at which people want to be told; the first two are what one of the described systems warns at. */
    static final List<Long> LIMITS = Stream.of(5, 10, 20, 50, 100, 200, 500, 1024, 2048, 5120, 10_240).map(n -> n * GB).toList();
    private static final int AHEAD = 90;

    /** The last sample of a day. */
    public record Day(long databaseId, String databaseName, String environment, String zone, LocalDate day, Instant takenAt, long bytes) {}

    /** When a size is reached (full: the disk, when nothing else grows on it): 0 days when it is, null when it never will; earliest and latest are the edges of the band. */
    public record Reach(long bytes, boolean asked, boolean full, Double days, Double earliest, Double latest, LocalDate on) {}

    /** A database; forecast is null until enough days are known. */
    public record Curve(String name, String environment, String zone, Instant takenAt, int days, long bytes, Forecast forecast, List<Reach> reaches,
                       Left left, List<Forecast.Value> years, GrowthChart chart) {
        /** When the disk is full, or null. */
        public Reach full() {
            return reaches.stream().filter(Reach::full).findFirst().orElse(null);
        }
    }

    /** Room on the database's disk, measured or as an admin said; null with the reason. */
    public record Left(long databaseId, Long leftBytes, boolean isSaid, String unknown) {}

    /** A row of the statement: days since 1970 with bytes and rows. */
    public record Sampled(String databaseName, String schemaName, String relationName, Long totalBytes, Long estimatedRows, long policies, long found, BigDecimal allBytes,
                          JsonNode history, JsonNode tenants) {}

    /** A table with its bytes and rows in one, two and three years; rows are null where they are not known. */
    public record Grown(String databaseName, String schemaName, String relationName, Long totalBytes, Long estimatedRows, long policies, Double share, int days,
                        Forecast bytes, Forecast rows, List<Forecast.Value> years, List<Forecast.Value> rowYears, Spark spark, TenantClasses tenants) {
        public String label() {
            return schemaName.equals("public") ? relationName : schemaName + "." + relationName;
        }

        public String link() {
            return TableRow.link(databaseName, schemaName, relationName);
        }
    }

    public record Page(Listing listing, String range, Long limit, String limitError, List<Curve> databases, List<Grown> tables) {
        /** The one whose chart is shown. */
        public Curve one() {
            return databases.size() == 1 ? databases.get(0) : null;
        }

        /** The table that grows most, where it is most of the growth. */
        public Grown driver() {
            return tables.isEmpty() || tables.get(0).bytes == null || tables.get(0).bytes.perDay() <= 0 ? null : tables.get(0);
        }

        /** The table that grows most among those with tenants, or null. */
        public Grown tenanted() {
            return tables.stream().filter(t -> t.tenants != null).findFirst().orElse(null);
        }

        public int needed() {
            return Forecast.NEEDED;
        }
    }

    private final Store store;
    private final View view;
    private final InstantSource clock;

    GrowthPage(Store store, View view, InstantSource clock) {
        this.store = store;
        this.view = view;
        this.clock = clock;
    }

    void show(Context ctx) {
        var listing = Listing.of(ctx, 25, "q", "range", "limit");
        var range = RANGES.containsKey(listing.value("range")) ? listing.value("range") : "90";
        var limit = Bytes.read(listing.value("limit"));
        var error = limit == null && !listing.value("limit").isEmpty() ? "Write a size as 20 GB or 1.5 TB." : null;
        var args = new HashMap<String, Object>(Map.of("since", clock.instant().minus(Duration.ofDays(RANGES.get(range)))));
        args.put("database", InView.of(ctx).id());
        var left = store.list("observe/disk_left", Left.class, one(InView.of(ctx).id())).stream().collect(Collectors.toMap(Left::databaseId, l -> l));
        var databases = databases(store.list("observe/growth", Day.class, args), left, limit);
        args.put("search", listing.value("q"));
        args.put("offset", listing.offset());
        var sampled = store.list("observe/growth_tables", Sampled.class, args);
        view.show(ctx, "growth", new Page(listing.counted(sampled.isEmpty() ? 0 : sampled.get(0).found()), range, limit, error, databases,
            sampled.stream().map(this::grown).sorted((a, b) -> Double.compare(pace(b), pace(a))).toList()));
    }

    private static Map<String, Object> one(Long database) {
        var args = new HashMap<String, Object>();
        args.put("database", database);
        return args;
    }

    private List<Curve> databases(List<Day> days, Map<Long, Left> left, Long limit) {
        var byName = new LinkedHashMap<String, List<Day>>();
        days.forEach(d -> byName.computeIfAbsent(d.databaseName, n -> new ArrayList<>()).add(d));
        return byName.values().stream().map(same -> {
            var daily = new TreeMap<LocalDate, Double>();
            same.forEach(d -> daily.put(d.day, (double) d.bytes));
            var newest = same.get(same.size() - 1);
            var forecast = Forecast.of(daily);
            var limits = Stream.concat(Stream.ofNullable(limit), LIMITS.stream().filter(l -> l > newest.bytes).limit(2)).toList();
            return new Curve(newest.databaseName, newest.environment, newest.zone, newest.takenAt, daily.size(), newest.bytes, forecast,
                reaches(forecast, limits, limit, newest.bytes, left.get(newest.databaseId)), left.get(newest.databaseId), years(forecast),
                GrowthChart.of(daily, forecast, AHEAD, limit != null ? limit : limits.isEmpty() ? null : limits.get(0), new Format(clock)));
        }).toList();
    }

    private static List<Reach> reaches(Forecast forecast, List<Long> limits, Long asked, long now, Left left) {
        if (forecast == null) {
            return List.of();
        }
        var sizes = limits.stream().map(l -> reach(forecast, l, l.equals(asked), false));
        return left == null || left.leftBytes == null ? sizes.toList() : Stream.concat(sizes, Stream.of(reach(forecast, now + left.leftBytes, false, true))).toList();
    }

    static Reach reach(Forecast forecast, long bytes, boolean asked, boolean full) {
        var days = forecast.until(bytes);
        return new Reach(bytes, asked, full, days, forecast.earliest(bytes), forecast.latest(bytes), days == null || days > 36_500 ? null : forecast.last().plusDays(Math.round(days)));
    }

    private Grown grown(Sampled s) {
        var bytes = new TreeMap<LocalDate, Double>();
        var rows = new TreeMap<LocalDate, Double>();
        s.history.forEach(p -> {
            var day = LocalDate.ofEpochDay(p.get(0).asLong());
            if (!p.get(1).isNull()) {
                bytes.put(day, p.get(1).asDouble());
            }
            if (!p.get(2).isNull()) {
                rows.put(day, p.get(2).asDouble());
            }
        });
        var forecast = Forecast.of(bytes);
        var counted = Forecast.of(rows);
        return new Grown(s.databaseName, s.schemaName, s.relationName, s.totalBytes, s.estimatedRows, s.policies,
            s.totalBytes == null || s.allBytes == null || s.allBytes.signum() == 0 ? null : s.totalBytes / s.allBytes.doubleValue(), bytes.size(), forecast, counted,
            years(forecast), years(counted), spark(bytes), TenantClasses.of(s.tenants, counted));
    }

    private static List<Forecast.Value> years(Forecast forecast) {
        return forecast == null ? List.of() : Stream.of(365, 730, 1095).map(forecast::in).toList();
    }

    private static double pace(Grown g) {
        return g.bytes == null ? Double.NEGATIVE_INFINITY : g.bytes.perDay();
    }

    private Spark spark(SortedMap<LocalDate, Double> daily) {
        var points = new TreeMap<Instant, Long>();
        daily.forEach((day, bytes) -> points.put(day.atStartOfDay(java.time.ZoneOffset.UTC).toInstant(), Math.round(bytes)));
        var f = new Format(clock);
        return points.size() < 2 ? null : Spark.of(points, Duration.ofDays(2).plusHours(1), f.bytes(points.get(points.firstKey())) + " to " + f.bytes(points.get(points.lastKey())));
    }
}
