package caretaker.web;

import caretaker.observe.Forecast;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tenants of a table by how many rows they have beside the average, with what each class will hold; from the planner's statistics and the table's forecast. */
public record TenantClasses(String column, long tenants, List<TenantClass> classes) {
    /** perDayEach and years are rows. */
    public record TenantClass(String name, String meaning, long tenants, double share, double perDayEach, List<Double> years) {}

    private static final double LARGE = 3;
    private static final double SMALL = 0.75;

    /** Tenants that are alike: how many, and the share of the rows they hold together. */
    private record Part(double tenants, double share) {}

    /** Null without a tenant column, with fewer than two tenants, or before there is a forecast of rows. */
    static TenantClasses of(JsonNode known, Forecast rows) {
        if (known == null || known.isNull() || rows == null || known.path("tenants").asDouble() < 2) {
            return null;
        }
        double tenants = known.get("tenants").asDouble();
        var parts = new ArrayList<Part>();
        double named = 0;
        for (var share : known.get("shares")) {
            parts.add(new Part(1, share.asDouble()));
            named += share.asDouble();
        }
        double others = Math.max(0, tenants - parts.size());
        double rest = Math.max(0, 1 - named - known.path("null_share").asDouble());
        if (others >= 1) {
            parts.add(new Part(others, rest));
        }
        var classes = Stream.of(part(parts, tenants, "Large", "from 3 times the average", LARGE, Double.MAX_VALUE, rows),
            part(parts, tenants, "Medium", "about the average", SMALL, LARGE, rows), part(parts, tenants, "Small", "less than 75 % of the average", 0, SMALL, rows))
            .filter(c -> c.tenants > 0).toList();
        return new TenantClasses(known.get("column_name").asText(), Math.round(tenants), classes);
    }

    private static TenantClass part(List<Part> parts, double tenants, String name, String meaning, double from, double to, Forecast rows) {
        var mine = parts.stream().filter(p -> p.share / p.tenants * tenants >= from && p.share / p.tenants * tenants < to).toList();
        double count = mine.stream().mapToDouble(Part::tenants).sum();
        double share = mine.stream().mapToDouble(Part::share).sum();
        return new TenantClass(name, meaning, Math.round(count), share, count == 0 ? 0 : rows.perDay() * share / count,
            Stream.of(365, 730, 1095).map(days -> rows.in(days).likely() * share).toList());
    }
}
