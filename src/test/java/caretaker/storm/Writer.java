package caretaker.storm;

import caretaker.db.Address;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The application: it inserts, changes and deletes rows all the time, and says so in the history in the same transaction. */
final class Writer implements AutoCloseable {
    private static final int BACKLOG = 8_000;
    private static final int FEED = 4_000;
    private static final String DUE_AT = "now() - interval '31 days' - random() * interval '400 days'";
    private static final String ANY_AT = "case when random() < 0.01 then null when random() < 0.01 then '-infinity' when random() < 0.01 then 'infinity'"
        + " when random() < 0.5 then now() - random() * interval '28 days' when random() < 0.3 then date_trunc('day', " + DUE_AT + ") else " + DUE_AT + " end";
    private static final String BODY = "case floor(random() * 9) when 0 then null when 1 then '' when 2 then E'tab\\tline\\n\\r\\\\N' when 3 then '\"quoted\", comma'"
        + " when 4 then E'\\\\.' when 5 then E'\\u00fc \\u2603 \\U0001d11e' else repeat(md5(random()::text), 1 + (random() * 4)::integer) end";
    private static final String AMOUNT = "case floor(random() * 9) when 0 then null when 1 then 'NaN' when 2 then 1.10 else round((random() * 1000000)::numeric, (random() * 6)::integer) end";
    private final List<Plot> plots;
    private final Address address;
    private final long seed;
    private final AtomicLong changes = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    Writer(Address address, List<Plot> plots, long seed) {
        this.address = address;
        this.plots = plots;
        this.seed = seed;
    }

    /** Begins to write in so many threads. */
    Writer start(int count) {
        for (int i = 0; i < count; i++) {
            var random = new Random(seed + i);
            var thread = new Thread(() -> work(random), "writer " + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        return this;
    }

    /** Transactions that were committed. */
    long changes() {
        return changes.get();
    }

    @Override
    public void close() {
        stopped = true;
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** So many rows, all past their time or anything. */
    static int insert(Connection connection, Plot plot, int rows, boolean due) throws SQLException {
        return change(connection, plot, "I", "insert into " + plot.name() + " (" + Plot.COLUMNS + ") select nextval('storm.id'), " + (due ? DUE_AT : ANY_AT) + ", " + BODY + ", "
            + AMOUNT + " from generate_series(1, ?)", rows);
    }

    /** New values in some rows from an id on; with time, they may become due or stop being so. */
    static int update(Connection connection, Plot plot, long from, int rows, boolean time) throws SQLException {
        return change(connection, plot, "U", "update " + plot.name() + " as t set body = " + BODY + ", amount = " + AMOUNT + (time ? ", at = " + ANY_AT : "")
            + " where id = any (array(select p.id from " + plot.name() + " as p where p.id >= ? order by p.id limit ?))", from, rows);
    }

    static int delete(Connection connection, Plot plot, long from, int rows) throws SQLException {
        return change(connection, plot, "D", "delete from " + plot.name() + " as t where id = any (array(select p.id from " + plot.name()
            + " as p where p.id >= ? order by p.id limit ?))", from, rows);
    }

    private static int change(Connection connection, Plot plot, String op, String statement, long... values) throws SQLException {
        try (var prepared = connection.prepareStatement("with changed as (" + statement + " returning " + Plot.COLUMNS + ") insert into storm.history (plot, op, "
            + Plot.COLUMNS + ") select '" + plot.table() + "', '" + op + "', " + Plot.COLUMNS + " from changed")) {
            bind(prepared, values);
            return prepared.executeUpdate();
        }
    }

    private static void bind(PreparedStatement prepared, long... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            prepared.setLong(i + 1, values[i]);
        }
    }

    private void work(Random random) {
        try (var line = new Line(address)) {
            while (!stopped) {
                var plot = plots.get(random.nextInt(plots.size()));
                try {
                    boolean committed = line.attempt(c -> transaction(c, plot, random));
                    changes.addAndGet(committed ? 1 : 0);
                    LockSupport.parkNanos(20_000_000);
                } catch (SQLException e) {
                    LockSupport.parkNanos(100_000_000); // a crash, a deadlock, a lock that a frozen console holds: go on
                }
            }
        }
    }

    /** Some changes in one transaction; now and then it is rolled back, and nothing of it may be found anywhere. */
    private static boolean transaction(Connection connection, Plot plot, Random random) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select setseed(" + random.nextDouble() + ")");
        }
        if (random.nextInt(5) == 0 && number(connection, "select count(*) from (select from " + plot.name() + " where " + Plot.DUE + " limit " + BACKLOG + ") as b") < BACKLOG) {
            insert(connection, plot, FEED, true);
            return true;
        }
        long ids = number(connection, "select last_value from storm.id");
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            long from = 1 + (long) (random.nextDouble() * ids);
            switch (random.nextInt(6)) {
                case 0 -> insert(connection, plot, 1 + random.nextInt(20), false);
                case 1 -> delete(connection, plot, from, 1 + random.nextInt(5));
                case 2, 3 -> update(connection, plot, from, 1 + random.nextInt(20), true);
                default -> update(connection, plot, from, 1 + random.nextInt(20), false);
            }
        }
        if (random.nextInt(10) == 0) {
            connection.rollback();
            return false;
        }
        return true;
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
