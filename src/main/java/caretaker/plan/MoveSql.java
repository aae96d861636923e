package caretaker.plan;

import caretaker.db.Quote;
import java.util.stream.Collectors;

/** The statements of a move: the preview shows exactly what the run executes, with $1 and $2 where each batch has its own bounds. */
public final class MoveSql {
    private final Plan.Move move;
    private final String table;
    private final String column;
    private final String due;

    public MoveSql(Plan.Move move) {
        this.move = move;
        this.table = Quote.name(move.schema(), move.table());
        this.column = Quote.name(move.column());
        this.due = due(move);
    }

    /** The condition for rows that are past their time. Infinite times are kept: -infinity is older than anything, yet means something else. */
    static String due(Plan.Move move) {
        var column = Quote.name(move.column());
        return column + " > " + move.lowestLiteral() + "\n   and " + column + " < " + move.cutoffLiteral() + move.conditions();
    }

    /** The statement of the batches, for people. */
    static String shown(Plan.Move move) {
        var sql = new MoveSql(move);
        return sql.batch(move.walk().equals("index") ? sql.column + " > $1\n   and " + sql.column + " <= $2" : "ctid >= $1\n   and ctid < $2");
    }

    /** Looks at the next rows after a key: how many (at most the limit), the first, the last, and the last before the last key. */
    public String window(String after, int limit) {
        return """
            with w as (
              select %1$s as k
              from only %2$s
              where %3$s
               and %4$s
              order by %1$s
              limit %5$d
            )
            select count(*), min(k)::text, max(k)::text, (select max(k)::text from w where k < (select max(k) from w))
            from w""".formatted(column, table, after == null ? "true" : column + " > " + key(after), due, limit);
    }

    /** One batch over the rows in a range; answers the rows deleted and the rows stored. */
    public String batch(String range) {
        var archive = move.archive();
        var columns = move.columns().stream().map(Quote::name).collect(Collectors.joining(", "));
        var gone = "with gone as (\n  delete from only " + table + "\n where " + range + "\n   and " + due + "\n  returning " + (archive == null ? "1" : columns) + "\n)";
        if (archive == null) {
            return gone + "\nselect count(*), 0 from gone";
        }
        return gone + ", kept as (\n  insert into " + Quote.name(archive.schema(), archive.table()) + "\n         (" + columns + ", " + Quote.name(archive.stamp())
            + ")\n  select " + columns + ", now()\n  from gone\n  returning 1\n)\nselect (select count(*) from gone), (select count(*) from kept)";
    }

    /** Rows whose key lies after one and up to another, both as PostgreSQL printed them; null starts at the beginning. */
    public String between(String after, String upTo) {
        return (after == null ? "" : column + " > " + key(after) + "\n   and ") + column + " <= " + key(upTo);
    }

    /** At most so many rows of one key that more rows share than fit into a batch. */
    public String tie(String key, int limit) {
        return "ctid = any (array(select ctid from only " + table + " where " + column + " = " + key(key) + " and " + due + " limit " + limit + "))\n   and "
            + column + " = " + key(key);
    }

    /** Rows stored in blocks from one up to, not including, another. */
    public static String blocks(long from, long to) {
        return "ctid >= '(" + from + ",0)'::tid\n   and ctid < '(" + to + ",0)'::tid";
    }

    /** Counts what is still past its time, up to a limit. */
    public String remaining(int limit) {
        return "select count(*) from (select 1 from only " + table + " where " + due + " limit " + limit + ") as r";
    }

    /** The lock under which the structure is compared: it keeps out changes of definition and nothing else. */
    public String lock() {
        return "lock table only " + table + " in row exclusive mode";
    }

    private String key(String text) {
        return Quote.literal(text) + "::" + move.base();
    }
}
