package caretaker.plan;

import caretaker.db.Quote;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements of a move out of one relation: the preview shows exactly what the run executes, with $1 and $2 where each batch has its own
 * bounds.
 */
public final class MoveSql {
    /** Ranges of blocks are read as such since PostgreSQL 14. */
    public static final int BLOCK_RANGES = 14;
    /** More rows than this never lie in a block of the usual size: a row takes at least 28 bytes with its pointer. */
    private static final int ROWS_OF_A_BLOCK = 291;
    private final Plan.Move move;
    private final String table;
    private final String column;
    private final String due;

    /** holds: what legal holds of now keep, as SQL after an "and"; empty for none. */
    public MoveSql(Plan.Move move, Plan.Leaf leaf, String holds) {
        this.move = move;
        this.table = Quote.name(leaf.schema(), leaf.table());
        this.column = Quote.name(move.column());
        this.due = due(move) + holds;
    }

    /** The condition for rows that are past their time. Infinite times are kept: -infinity is older than anything, yet means something else. */
    static String due(Plan.Move move) {
        if (move.cutoffLiteral() == null) {
            return "true" + move.conditions() + move.holds();
        }
        var column = Quote.name(move.column());
        return column + " > " + move.lowestLiteral() + "\n   and " + column + " < " + move.cutoffLiteral() + move.conditions() + move.holds();
    }

    /** The statement of the batches, for people. */
    static String shown(Plan.Move move) {
        if (move.leaves().isEmpty()) {
            return "";
        }
        var leaf = move.leaves().get(0);
        var sql = new MoveSql(move, leaf, "");
        var range = leaf.byIndex() ? sql.column + " > $1\n   and " + sql.column + " <= $2" : "ctid >= $1\n   and ctid < $2";
        if (sql.paired()) {
            return sql.store(range) + ";\n" + sql.delete(range) + "\n\n-- both in one snapshot; where a row was changed after it, the batch is done again by:\n" + sql.batch(range);
        }
        return move.export() == null ? sql.batch(range) : sql.copy(range);
    }

    /** Looks at the next rows after a key: how many (at most the limit), the first, the last, and the last before the last key. */
    public String window(String after, String upTo, int limit) {
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
            from w""".formatted(column, table, between(after, upTo), due, limit);
    }

    /** Where the rows of one key lie, in pieces of whole blocks with at most so many rows: the first place of each, and its rows. */
    public String slices(String key, int rows) {
        var part = rows < ROWS_OF_A_BLOCK ? "(row_number() over (order by ctid) - 1) / " + rows : "(ctid::text::point)[0]::bigint / " + rows / ROWS_OF_A_BLOCK;
        return "select " + (rows < ROWS_OF_A_BLOCK ? "min(ctid)::text" : "'(' || part * " + rows / ROWS_OF_A_BLOCK + " || ',0)'") + ", count(*)\nfrom (\n  select ctid, "
            + part + " as part\n  from only " + table + "\n  where " + same(key) + "\n   and " + due + "\n) as p\ngroup by part\norder by part";
    }

    /** One batch over the rows in a range. PostgreSQL's own count of the command is the number of rows deleted, or with an archive of rows stored. */
    public String batch(String range) {
        if (move.archive() == null) {
            return delete(range);
        }
        var gone = "with gone as (\n  " + delete(range) + "\n  returning " + columns(move.columns()) + "\n)";
        return move.compared() ? compared(gone, move.columns()) : gone + "\n" + insert(move.columns(), "gone");
    }

    /**
     * True when two statements under one snapshot do the same as batch(): rows go into an archive, and no trigger of the table has a say. PostgreSQL then need not
     * keep each row until it is stored.
     */
    public boolean paired() {
        return move.archive() != null && move.restore() == null && !move.ownCode();
    }

    /** The first of the pair: the rows of a range enter the archive. */
    public String store(String range) {
        return insert(move.columns(), "only " + table + "\n where " + range + "\n   and " + due);
    }

    /** The second: they leave the table. */
    public String delete(String range) {
        return "delete from only " + table + "\n where " + range + "\n   and " + due;
    }

    /** The rows of a file, loaded into a temporary table of this name, enter the table. */
    public String load(String temporary, List<String> columns) {
        var gone = "with gone as (\n  select " + columns(columns) + "\n  from pg_temp." + temporary + "\n  where " + due + "\n)";
        return compared(gone, columns);
    }

    private String insert(List<String> columns, String from) {
        var archive = move.archive();
        boolean back = archive.stamp() == null;
        return "insert into " + Quote.name(archive.schema(), archive.table()) + "\n       (" + columns(columns) + (back ? "" : ", " + Quote.name(archive.stamp())) + ")"
            + (back ? " overriding system value" : "") + "\nselect " + columns(columns) + (back ? "" : ", now()") + "\nfrom " + from;
    }

    /** Answers the rows stored and whether all of them came out as they went in: the order does not matter, the text of each does. */
    private String compared(String gone, List<String> columns) {
        var values = columns.stream().map(c -> move.bytes(c) ? "pg_catalog.sha256(" + Quote.name(c) + ")" : Quote.name(c)).collect(Collectors.joining(", "));
        var sum = "(select coalesce(pg_catalog.sum(pg_catalog.hashtextextended(row(" + values + ")::text, 0)), 0) from ";
        return gone + ", back as (\n  " + insert(columns.stream().filter(c -> !move.computed().contains(c)).toList(), "gone")
            + "\n  returning " + columns(columns) + "\n)\nselect (select count(*) from back), " + sum + "gone) = " + sum + "back)";
    }

    /** One batch into a file: what the server sends is what it deletes. */
    public String copy(String range) {
        return "copy (\n  delete from only " + table + "\n   where " + range + "\n     and " + due + "\n  returning " + columns(move.columns())
            + "\n) to stdout with (" + Plan.Export.CSV + ")";
    }

    /** Rows whose key lies after one and up to another, both as PostgreSQL printed them; null has no bound. */
    public String between(String after, String upTo) {
        var from = after == null ? "" : column + " > " + key(after);
        var to = upTo == null ? "" : column + " <= " + key(upTo);
        return from.isEmpty() && to.isEmpty() ? "true" : from + (from.isEmpty() || to.isEmpty() ? "" : "\n   and ") + to;
    }

    /** Rows of one key. */
    public String same(String key) {
        return column + " = " + key(key);
    }

    /** At most so many rows of one key that more rows share than fit into a batch; for servers that cannot scan ranges of blocks. */
    public String some(String key, int limit) {
        return "ctid = any (array(select ctid from only " + table + " where " + same(key) + " and " + due + " limit " + limit + "))\n   and " + same(key);
    }

    /** Rows stored from one place up to, not including, another; null has no bound. */
    public static String places(String from, String to) {
        return "ctid >= '" + from + "'::tid" + (to == null ? "" : "\n   and ctid < '" + to + "'::tid");
    }

    /** Rows stored in blocks from one up to, not including, another. */
    public static String blocks(long from, long to) {
        return "ctid >= '(" + from + ",0)'::tid\n   and ctid < '(" + to + ",0)'::tid";
    }

    /** Whether a range holds any row past its time. */
    public String any(String range) {
        return "select exists (select from only " + table + " where " + range + " and " + due + ")";
    }

    /** Counts what is still past its time, up to a limit. */
    public String remaining(long limit) {
        return "select count(*) from (select 1 from only " + table + " where " + due + " limit " + limit + ") as r";
    }

    /** The locks under which the structure is compared: they keep out changes of definition and nothing else. */
    public String lock() {
        var archive = move.archive() == null ? "" : ", " + Quote.name(move.archive().schema(), move.archive().table());
        return "lock table only " + table + archive + " in row exclusive mode";
    }

    private static String columns(List<String> names) {
        return names.stream().map(Quote::name).collect(Collectors.joining(", "));
    }

    private String key(String text) {
        return Quote.literal(text) + "::" + move.base();
    }
}
