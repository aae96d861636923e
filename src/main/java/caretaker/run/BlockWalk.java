package caretaker.run;

import caretaker.plan.MoveSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * From the first block of the relation to the last. Where an index can tell afterwards whether due rows are left, it may end early: reading what is not due
 * takes the place of the application's blocks in the server's memory.
 */
final class BlockWalk implements Walk {
    static final String EARLY = "ended after 128 MB without rows that match; the index tells whether any are left";
    private static final long BARREN = 16_384; // blocks, 128 MB of the usual size
    private static final long LOOK = 4_096; // blocks it looks at in one statement: other workers may wait for the end of it
    private static final long LOOK_NANOS = 400_000_000L; // as long as a batch: then somebody may want something
    private final Start start;
    private long position;
    private long behind; // no due row was seen from this block on; 0 before the first was seen
    private boolean early;

    BlockWalk(Start start) {
        this.start = start;
        this.position = start.position() == null ? 0 : Long.parseLong(start.position());
    }

    @Override
    public List<Span> next(Connection connection, MoveSql sql, int rows) throws SQLException {
        long wide = start.blocksFor(rows);
        long from = start.blockRanges() ? due(connection, sql, wide) : position;
        if (barren(from)) {
            early = from < start.blocks();
            return List.of();
        }
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
        for (long until = System.nanoTime() + LOOK_NANOS; from < start.blocks() && !barren(from) && System.nanoTime() < until; ) {
            long to = Math.min(start.blocks(), from + stride);
            boolean any = Statements.any(connection, sql.any(MoveSql.blocks(from, to)));
            behind = any ? Math.max(behind, to) : behind;
            if (any && to - from <= wide) {
                return from;
            }
            from = any ? from : to;
            stride = any ? Math.max(wide, stride / 4) : Math.min(LOOK, stride * 4);
        }
        return from;
    }

    private boolean barren(long from) {
        return start.mayEndEarly() && behind > 0 && from - behind >= BARREN;
    }

    @Override
    public boolean early() {
        return early;
    }

    @Override
    public String position() {
        return position == 0 ? null : String.valueOf(position);
    }
}
