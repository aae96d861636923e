package caretaker.run;

import caretaker.plan.MoveSql;
import caretaker.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The order in which a relation is passed through, always forward: what lies behind is never searched again. */
sealed interface Walk permits Walk.ByIndex, BlockWalk, Walk.ByFiles {
    /** The next pieces with about so many rows each, or none at the end. */
    List<Span> next(Connection connection, MoveSql sql, int rows) throws SQLException;

    /** The same piece in smaller ones. */
    List<Span> cut(Connection connection, MoveSql sql, Span span, int rows) throws SQLException;

    /** How far it has been handed out, as the ledger keeps it; null at the beginning. */
    String position();

    /** True when it ended after a long stretch without due rows, before the end of the relation. */
    default boolean early() {
        return false;
    }

    /** What a walk starts with: the size of the relation, where an earlier session came to, and whether it may end early. */
    record Start(long blocks, double rowsPerBlock, boolean blockRanges, String position, boolean mayEndEarly) {
        long blocksFor(int rows) {
            return Math.max(1, (long) (rows / rowsPerBlock));
        }
    }

    static Walk of(Plan.Move move, Plan.Leaf leaf, Start start) {
        return move.fromFiles() ? new ByFiles(move.restore().files(), start) : leaf.byIndex() ? new ByIndex(start) : new BlockWalk(start);
    }

    /** Along the index of the time column. */
    final class ByIndex implements Walk {
        private final Start start;
        private String position; // every key up to here is handed out
        private String searched; // the same, and the shared key whose rows are handed out in pieces

        ByIndex(Start start) {
            this.start = start;
            this.position = start.position();
            this.searched = position;
        }

        @Override
        public List<Span> next(Connection connection, MoveSql sql, int rows) throws SQLException {
            var spans = look(connection, sql, searched, null, rows);
            for (var span : spans) {
                if (span instanceof Span.Keys keys) {
                    position = keys.to();
                    searched = position;
                } else if (span instanceof Span.Tie tie) {
                    searched = tie.key();
                }
            }
            return spans;
        }

        @Override
        public List<Span> cut(Connection connection, MoveSql sql, Span span, int rows) throws SQLException {
            if (!(span instanceof Span.Keys keys)) {
                return halves(span);
            }
            var spans = new ArrayList<>(look(connection, sql, keys.from(), keys.to(), rows));
            var last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            boolean all = last == null || last instanceof Span.Keys k && k.found() < rows;
            var reached = all ? keys.to() : last instanceof Span.Tie tie ? tie.key() : last.to();
            if (!keys.to().equals(reached)) {
                spans.add(new Span.Keys(reached, keys.to(), 0));
            }
            return spans;
        }

        @Override
        public String position() {
            return position;
        }

        private List<Span> look(Connection connection, MoveSql sql, String after, String upTo, int rows) throws SQLException {
            try (var statement = connection.createStatement(); var window = statement.executeQuery(sql.window(after, upTo, rows))) {
                window.next();
                long found = window.getLong(1);
                var last = window.getString(3);
                if (found == 0) {
                    return List.of();
                }
                if (found < rows) {
                    return List.of(new Span.Keys(after, last, found));
                }
                // The last key may go on beyond the window: stop before it, unless all of the window is that one key.
                return last.equals(window.getString(2)) ? shared(connection, sql, after, last, rows)
                    : List.of(new Span.Keys(after, window.getString(4), found));
            }
        }

        private List<Span> shared(Connection connection, MoveSql sql, String after, String key, int rows) throws SQLException {
            if (!start.blockRanges()) {
                return List.of(new Span.Some(after, key, rows, rows));
            }
            var places = new ArrayList<String>();
            var counts = new ArrayList<Long>();
            try (var statement = connection.createStatement(); var slices = statement.executeQuery(sql.slices(key, rows))) {
                while (slices.next()) {
                    boolean fits = !counts.isEmpty() && counts.get(counts.size() - 1) + slices.getLong(2) <= rows;
                    if (fits) {
                        counts.set(counts.size() - 1, counts.get(counts.size() - 1) + slices.getLong(2));
                    } else {
                        places.add(slices.getString(1));
                        counts.add(slices.getLong(2));
                    }
                }
            }
            var spans = new ArrayList<Span>();
            for (int i = 0; i < places.size(); i++) {
                spans.add(new Span.Tie(after, key, places.get(i), i + 1 < places.size() ? places.get(i + 1) : null, counts.get(i)));
            }
            return spans;
        }
    }

    /** File by file, as the plan lists them. */
    final class ByFiles implements Walk {
        private final List<Plan.File> files;
        private int passed;

        ByFiles(List<Plan.File> files, Start start) {
            this.files = files;
            this.passed = start.position() == null ? 0 : Integer.parseInt(start.position());
        }

        @Override
        public List<Span> next(Connection connection, MoveSql sql, int rows) {
            if (passed >= files.size()) {
                return List.of();
            }
            var file = files.get(passed);
            var from = position();
            passed++;
            return List.of(new Span.File(file, from, position()));
        }

        @Override
        public List<Span> cut(Connection connection, MoveSql sql, Span span, int rows) {
            return List.of(span);
        }

        @Override
        public String position() {
            return passed == 0 ? null : String.valueOf(passed);
        }
    }

    /** A span that is not taken from an index, in two. */
    static List<Span> halves(Span span) {
        if (span instanceof Span.Blocks b && b.end() - b.first() > 1) {
            long middle = (b.first() + b.end()) / 2;
            return List.of(new Span.Blocks(b.first(), middle), new Span.Blocks(middle, b.end()));
        }
        if (span instanceof Span.Tie t && t.end() != null && Span.Tie.block(t.end()) - Span.Tie.block(t.first()) > 1) {
            var middle = "(" + (Span.Tie.block(t.first()) + Span.Tie.block(t.end())) / 2 + ",0)";
            return List.of(new Span.Tie(t.from(), t.key(), t.first(), middle, 0), new Span.Tie(t.from(), t.key(), middle, t.end(), 0));
        }
        return List.of(span);
    }
}
