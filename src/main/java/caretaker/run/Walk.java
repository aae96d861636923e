package caretaker.run;

import caretaker.plan.MoveSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The order in which a table is passed through, always forward: what lies behind is never searched again. */
sealed interface Walk permits Walk.ByIndex, Walk.ByBlocks {
    /** The next rows: their condition, the key that is passed afterwards, and whether the walk stays at a key that many rows share. */
    record Range(String condition, String to, boolean tie) {}

    /** The next range with about so many rows, or empty at the end. */
    Optional<Range> next(Connection connection, int rows) throws SQLException;

    /** The range was committed (or held nothing): go on behind it. */
    void passed(Range range);

    /** Where the walk stands, as the ledger keeps it; null at the beginning. */
    String position();

    /** Along the index of the time column. */
    final class ByIndex implements Walk {
        private final MoveSql sql;
        private String position;

        ByIndex(MoveSql sql, String position) {
            this.sql = sql;
            this.position = position;
        }

        @Override
        public Optional<Range> next(Connection connection, int rows) throws SQLException {
            try (var statement = connection.createStatement(); var window = statement.executeQuery(sql.window(position, rows))) {
                window.next();
                long found = window.getLong(1);
                var first = window.getString(2);
                var last = window.getString(3);
                if (found == 0) {
                    return Optional.empty();
                }
                if (found < rows) {
                    return Optional.of(new Range(sql.between(position, last), last, false));
                }
                // The last key may go on beyond the window: stop before it, unless all of the window is that one key.
                return Optional.of(first.equals(last) ? new Range(sql.tie(last, rows), position, true)
                    : new Range(sql.between(position, window.getString(4)), window.getString(4), false));
            }
        }

        @Override
        public void passed(Range range) {
            position = range.to();
        }

        @Override
        public String position() {
            return position;
        }
    }

    /** From the first block of the table to the last. */
    final class ByBlocks implements Walk {
        private final long blocks;
        private final double rowsPerBlock;
        private long position;

        ByBlocks(long blocks, double rowsPerBlock, String position) {
            this.blocks = blocks;
            this.rowsPerBlock = rowsPerBlock;
            this.position = position == null ? 0 : Long.parseLong(position);
        }

        @Override
        public Optional<Range> next(Connection connection, int rows) {
            if (position >= blocks) {
                return Optional.empty();
            }
            long to = Math.min(blocks, position + Math.max(1, (long) (rows / rowsPerBlock)));
            return Optional.of(new Range(MoveSql.blocks(position, to), String.valueOf(to), false));
        }

        @Override
        public void passed(Range range) {
            position = Long.parseLong(range.to());
        }

        @Override
        public String position() {
            return position == 0 ? null : String.valueOf(position);
        }
    }
}
