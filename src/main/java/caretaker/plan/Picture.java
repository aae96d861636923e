package caretaker.plan;

import caretaker.db.Quote;
import caretaker.observe.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows over time as the planner's statistics see them, for tables that are too large to be read for a picture: between two bounds of the
 * histogram lie equally many rows. https://www.postgresql.org/docs/current/view-pg-stats.html
 */
final class Picture {
    private static final int SLICES = 60;
    private final List<Double> bounds = new ArrayList<>(); // seconds since 1970
    private double cutoff;

    private Picture() {}

    /** Empty slices where the column was never analysed. rows of them are due of all. */
    static List<Plan.Bucket> of(Connection connection, Table table, Plan.Move move, long all, long rows) throws SQLException {
        var picture = new Picture();
        var query = "select extract(epoch from b), extract(epoch from " + move.cutoffLiteral() + ") from pg_catalog.pg_stats as s, unnest(s.histogram_bounds::text::"
            + move.base() + "[]) as b where s.schemaname = " + Quote.literal(table.schemaName()) + " and s.tablename = " + Quote.literal(table.tableName())
            + " and s.attname = " + Quote.literal(move.column()) + " and s.inherited = " + table.partitioned() + " and b > '-infinity' and b < 'infinity' order by b";
        try (var statement = connection.createStatement(); var found = statement.executeQuery(query)) {
            while (found.next()) {
                picture.bounds.add(found.getDouble(1));
                picture.cutoff = found.getDouble(2);
            }
        }
        return picture.bounds.size() < 2 ? List.of() : picture.slices(all, rows);
    }

    private List<Plan.Bucket> slices(long all, long rows) {
        double first = bounds.get(0);
        double width = Math.max(1, (bounds.get(bounds.size() - 1) - first) / SLICES);
        double old = Math.max(1e-9, share(first, cutoff));
        var slices = new ArrayList<Plan.Bucket>();
        for (int i = 0; i < SLICES; i++) {
            double from = first + i * width;
            double to = from + width;
            long held = Math.round(all * share(from, to));
            long due = Math.min(held, Math.round(rows * share(from, Math.min(to, cutoff)) / old));
            slices.add(new Plan.Bucket(Instant.ofEpochSecond((long) from).toString().substring(0, 10), held, due));
        }
        return slices;
    }

    /** The share of all rows that lies between two moments. */
    private double share(double from, double to) {
        return to <= from ? 0 : rank(to) - rank(from);
    }

    private double rank(double at) {
        int steps = bounds.size() - 1;
        for (int i = 0; i < steps; i++) {
            if (at < bounds.get(i + 1)) {
                double width = bounds.get(i + 1) - bounds.get(i);
                return Math.max(0, (i + (width <= 0 ? 0 : (at - bounds.get(i)) / width)) / steps);
            }
        }
        return 1;
    }
}
