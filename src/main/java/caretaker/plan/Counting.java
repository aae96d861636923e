package caretaker.plan;

import caretaker.db.Json;
import caretaker.db.Quote;
import caretaker.observe.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The counting queries of a preview over one table and its time column, on the table itself or, where it is partitioned, on its partitions. */
final class Counting {
    private static final int BUCKETS = 60;
    private final Table table;
    private final Table.Column column;
    private final String name;
    private final String from;

    Counting(Table table, Table.Column column) {
        this.table = table;
        this.column = column;
        this.name = Quote.name(column.name());
        this.from = (table.partitioned() ? "" : "only ") + table.quoted();
    }

    record Matches(long rows, String oldest, String newest) {}

    record Profile(long rows, long nulls, long infinite, long future) {}

    /** The conditions as SQL, each after an "and"; empty when there are none. */
    String conditions(List<Condition> conditions) {
        return conditions.stream().map(c -> "\n   and " + c.sql(table)).collect(Collectors.joining());
    }

    /** A query that reads no row but lets PostgreSQL check the conditions. */
    String probe(List<Condition> conditions) {
        return "select 1 from " + from + " where " + name + " is null" + conditions(conditions) + " limit 0";
    }

    Matches matches(Connection connection, String where) throws SQLException {
        var query = """
            select count(*), min(%1$s)::text, max(%1$s)::text
            from %2$s
            where %3$s""".formatted(name, from, where);
        return one(connection, query, r -> new Matches(r.getLong(1), r.getString(2), r.getString(3)));
    }

    /** The oldest and the newest of them, quick where an index leads there. */
    Matches ends(Connection connection, String where) throws SQLException {
        var query = "select 0, (select min(" + name + ")::text from " + from + " where " + where + "), (select max(" + name + ")::text from " + from + " where " + where + ")";
        return one(connection, query, r -> new Matches(r.getLong(1), r.getString(2), r.getString(3)));
    }

    /** The planner's guess for the same condition. */
    long estimate(Connection connection, String where) throws SQLException {
        var query = "explain (format json) select 1 from " + from + " where " + where;
        return one(connection, query, r -> Json.parse(r.getString(1)).get(0).get("Plan").get("Plan Rows").asLong());
    }

    /** One pass over the whole table: rows that policies keep because their time says nothing, or not yet. */
    Profile profile(Connection connection) throws SQLException {
        var query = """
            select count(*),
                   count(*) filter (where %1$s is null),
                   count(*) filter (where %1$s = 'infinity' or %1$s = '-infinity'),
                   count(*) filter (where %1$s > now() and %1$s < 'infinity')
            from %2$s""".formatted(name, from);
        return one(connection, query, r -> new Profile(r.getLong(1), r.getLong(2), r.getLong(3), r.getLong(4)));
    }

    /** Rows over time in equal slices, and how many of each are due. */
    List<Plan.Bucket> histogram(Connection connection, String where) throws SQLException {
        var query = """
            with bounds as (
              select min(%1$s)::timestamp as lo, greatest(max(%1$s)::timestamp, min(%1$s)::timestamp + interval '1 hour') as hi
              from %2$s
              where %1$s > '-infinity' and %1$s < 'infinity'
            ), slices as (
              select least(%4$d - 1, floor(extract(epoch from %1$s::timestamp - lo) / extract(epoch from hi - lo) * %4$d))::integer as slice,
                     count(*) as rows, count(*) filter (where %3$s) as due
              from %2$s, bounds
              where %1$s > '-infinity' and %1$s < 'infinity'
              group by 1
            )
            select (lo + n * (hi - lo) / %4$d)::date::text, coalesce(s.rows, 0), coalesce(s.due, 0)
            from bounds, generate_series(0, %4$d - 1) as n
            left join slices as s on s.slice = n
            where lo is not null
            order by n""".formatted(name, from, where, BUCKETS);
        var buckets = new ArrayList<Plan.Bucket>();
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                buckets.add(new Plan.Bucket(rows.getString(1), rows.getLong(2), rows.getLong(3)));
            }
        }
        return buckets;
    }

    /** How many rows of a referencing table point at rows that would go. */
    long pointing(Connection connection, Table.ForeignKey key, String where) throws SQLException {
        var join = new ArrayList<String>();
        for (int i = 0; i < key.columns().size(); i++) {
            join.add("o." + Quote.name(key.columns().get(i)) + " = t." + Quote.name(key.otherColumns().get(i)));
        }
        var query = "select count(*) from " + Quote.name(key.otherSchema(), key.otherTable()) + " as o where exists (select from "
            + from + " as t where " + String.join(" and ", join) + " and " + where + ")";
        return one(connection, query, r -> r.getLong(1));
    }

    /** A value as PostgreSQL printed it (ISO, UTC) as an instant; a value without a zone is read in the given one. Null when it is no such time. */
    static Instant instant(String text, String base, ZoneId zone) {
        try {
            var iso = text.replace(' ', 'T');
            return switch (base) {
                case "date" -> LocalDate.parse(text).atStartOfDay(zone).toInstant();
                case "timestamp" -> LocalDateTime.parse(iso).atZone(zone).toInstant();
                default -> OffsetDateTime.parse(iso.matches(".*[+-]\\d\\d$") ? iso + ":00" : iso).toInstant();
            };
        } catch (DateTimeParseException e) {
            return null; // years before Christ or beyond 9999
        }
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static <T> T one(Connection connection, String query, Reader<T> reader) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            rows.next();
            return reader.read(rows);
        }
    }
}
