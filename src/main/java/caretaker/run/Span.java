package caretaker.run;

import caretaker.plan.MoveSql;
import caretaker.plan.Plan;

/** A piece of a walk. from and to are what the walk has passed before and after it, as the ledger keeps them; found is how many rows it was seen to hold, 0 when unknown. */
sealed interface Span {
    String from();

    String to();

    long found();

    String condition(MoveSql sql);

    /** Rows whose key lies after one and up to another. */
    record Keys(String from, String to, long found) implements Span {
        @Override
        public String condition(MoveSql sql) {
            return sql.between(from, to);
        }
    }

    /** Rows in blocks from one up to, not including, another. */
    record Blocks(long first, long end) implements Span {
        @Override
        public String from() {
            return first == 0 ? null : String.valueOf(first);
        }

        @Override
        public String to() {
            return String.valueOf(end);
        }

        @Override
        public long found() {
            return 0;
        }

        @Override
        public String condition(MoveSql sql) {
            return MoveSql.blocks(first, end);
        }
    }

    /**
     * Rows of one key that more rows share than fit into a batch: those stored from one place up to, not including, another (null: the end). The
     * walk stays where it was until all are done.
     */
    record Tie(String from, String key, String first, String end, long found) implements Span {
        @Override
        public String to() {
            return from;
        }

        @Override
        public String condition(MoveSql sql) {
            return MoveSql.places(first, end) + "\n   and " + sql.same(key);
        }

        /** The block of a place. */
        static long block(String place) {
            return Long.parseLong(place.substring(1, place.indexOf(',')));
        }
    }

    /** The rows of a file, which come back. */
    record File(Plan.File file, String from, String to) implements Span {
        @Override
        public long found() {
            return file.rows();
        }

        @Override
        public String condition(MoveSql sql) {
            return "true";
        }
    }

    /** The same where the server cannot scan a range of blocks (PostgreSQL 13): some of them, whichever come first. */
    record Some(String from, String key, int limit, long found) implements Span {
        @Override
        public String to() {
            return from;
        }

        @Override
        public String condition(MoveSql sql) {
            return sql.some(key, limit);
        }
    }
}
