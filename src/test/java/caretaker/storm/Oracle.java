package caretaker.storm;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Compares where every row is now with the history, in plain SQL and with nothing of the program: each must be in one place, as it last was. */
final class Oracle {
    private final Line line;
    private final Filed filed;

    /** exports is the folder in which the files lie that the ledger names. */
    Oracle(Line line, Path exports) {
        this.line = line;
        this.filed = new Filed(exports);
    }

    Findings judge(List<Plot> plots) {
        return plots.stream().map(this::judge).reduce(Findings.NONE, Findings::plus);
    }

    Findings judge(Plot plot) {
        var fate = fate(plot);
        return line.insist(connection -> {
            int broken = filed.load(connection, plot);
            try (var statement = connection.createStatement()) {
                statement.execute("drop table if exists pg_temp.fate");
                statement.execute("create temporary table fate as " + fate);
            }
            return count(connection, plot, broken);
        });
    }

    /** The first rows that are not as they should be, for a person. */
    String evidence(Plot plot) {
        judge(plot);
        return line.value("select string_agg(f.line || E'\\n', '') from (select '" + plot.table() + " ' || f::text || ' history: ' || (select string_agg(h::text, ' ' order by seq)"
            + " from storm.history as h where h.id = f.id) as line from pg_temp.fate as f where not (f.live and f.places = 1 and not f.stale) and not (not f.live and f.places = 0)"
            + " and not (f.live and f.gone) order by f.id limit 10) as f");
    }

    /** One line for each row that was ever committed or is found anywhere. */
    private String fate(Plot plot) {
        var archived = line.value("select to_regclass('" + plot.archive() + "')") != null;
        return """
            with last as (
              select distinct on (id) id, op, at, body, amount from storm.history where plot = '%1$s' order by id, seq desc
            ), copies as (
              select 's' as place, id, at, body, amount from %2$s
              union all select 'f', id, at, body, amount from pg_temp.filed
              %3$s
            )
            select coalesce(l.id, c.id) as id,
              bool_or(l.id is null) as unknown,
              coalesce(bool_or(l.op <> 'D'), false) as live,
              coalesce(bool_or(l.at > '-infinity' and l.at < now() - interval '30 days'), false) as due,
              count(c.id) as places,
              count(c.id) filter (where c.place = 's') as source,
              count(c.id) filter (where c.place <> 's') as kept,
              coalesce(bool_or(l.op <> 'D' and (c.at, c.body, c.amount::text) is distinct from (l.at, l.body, l.amount::text)) filter (where c.id is not null), false) as stale,
              count(c.id) = 0 and %4$s and coalesce(bool_or(l.op <> 'D' and l.at > '-infinity' and l.at < now() - interval '30 days'), false) as gone
            from last as l
            full join copies as c on c.id = l.id
            group by coalesce(l.id, c.id)""".formatted(plot.table(), plot.name(),
            archived ? "union all select 'a', id, at, body, amount from " + plot.archive() : "", String.valueOf(plot.deletes()));
    }

    private static Findings count(Connection connection, Plot plot, int broken) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("""
            select count(*) filter (where not unknown), sum(kept) + count(*) filter (where gone), count(*) filter (where live and places = 0 and not gone),
              count(*) filter (where kept > 1), count(*) filter (where source > 0 and kept > 0), count(*) filter (where stale),
              count(*) filter (where not live and not unknown and places > 0), count(*) filter (where unknown), count(*) filter (where kept > 0 and not due)
            from pg_temp.fate""")) {
            rows.next();
            long moved = rows.getLong(2);
            return new Findings(rows.getLong(1), moved, rows.getLong(3), rows.getLong(4), rows.getLong(5), rows.getLong(6), rows.getLong(7), rows.getLong(8),
                rows.getLong(9), Math.abs(recorded(connection, plot) - moved), broken);
        }
    }

    private static long recorded(Connection connection, Plot plot) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("select coalesce(sum(case r.kind when 'restore' then -b.rows else b.rows end), 0) from caretaker.batch as b"
            + " join caretaker.run as r on r.run = b.run where r.relation = '" + plot.name() + "'::regclass")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
