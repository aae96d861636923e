package caretaker.run;

import caretaker.plan.MoveSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** From the first block of the relation to the last. */
final class BlockWalk implements Walk {
    private static final long LOOK = 16_384; // blocks, 128 MB of the usual size: so many it looks at in one statement
    private static final long LOOK_NANOS = 400_000_000L; // as long as a batch: then somebody may want something
    private final Start start;
    private long position;

    BlockWalk(Start start) {
        this.start = start;
        this.position = start.position() == null ? 0 : Long.parseLong(start.position());
    }

    @Override
    public List<Span> next(Connection connection, MoveSql sql, int rows) throws SQLException {
        long wide = start.blocksFor(rows);
        long from = start.blockRanges() ? due(connection, sql, wide) : position;
        position = Math.min(start.blocks(), from + wide);
        return from >= position ? List.of() : List.of(new Span.Blocks(from, position));
    }

    @Override
    public List<Span> cut(Connection connection, MoveSql sql, Span span, int rows) {
        return Walk.halves(span);
    }

    /** Where the next due rows begin, to within one piece: what earlier runs have emptied is passed by reading alone, in longer and longer strides. */
    private long due(Connection connection, MoveSql sql, long wide) throws SQLException {
        long from = position;
        long stride = wide;
        for (long until = System.nanoTime() + LOOK_NANOS; from < start.blocks() && System.nanoTime() < until; ) {
            long to = Math.min(start.blocks(), from + stride);
            boolean any = Statements.any(connection, sql.any(MoveSql.blocks(from, to)));
            if (any && to - from <= wide) {
                return from;
            }
            from = any ? from : to;
            stride = any ? Math.max(wide, stride / 4) : Math.min(LOOK, stride * 4);
        }
        return from;
    }

    @Override
    public String position() {
        return position == 0 ? null : String.valueOf(position);
    }
}
