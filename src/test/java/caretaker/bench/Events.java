package caretaker.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caretaker.TestServer;
import caretaker.db.Address;

/** The table that is measured, built once in a database that each measurement copies: a log of half a year, its older half due. */
record Events(String template, long rows, long due, String dueRows, String keptRows) {
    static final String TABLE = "public.events";
    static final String COLUMN = "occurred_at";
    /** Kept this long before Workbench.NOON, that is half of the rows. */
    static final String KEEP = "90 days";
    static final String DUE = "occurred_at < timestamptz '2026-03-17 12:00:00+00'";
    /** About 130 bytes a row, stored in the order of time give or take a minute, as a log is. */
    private static final String FILL = """
        create table events (
          id bigint generated always as identity primary key,
          occurred_at timestamptz not null,
          customer integer not null,
          kind text not null,
          amount numeric(10, 2),
          payload text not null
        );
        insert into events (occurred_at, customer, kind, amount, payload)
        select timestamptz '2026-06-15 12:00:00+00' - interval '180 days' + n * interval '180 days' / %1$d + mod(n * 7919, 60) * interval '1 second',
          mod(n * 104729, 50000),
          'kind ' || mod(n, 12),
          mod(n * 31, 100000) / 100.0,
          md5(n::text) || md5((n + 1)::text)
        from generate_series(0::bigint, %1$d - 1) as n;
        create index on events (occurred_at);
        create index on events (customer)""";

    static Events build(long rows) {
        var name = "bench_" + rows + "_" + ProcessHandle.current().pid();
        TestServer.execute(TestServer.in("postgres"), "create database " + name);
        var address = TestServer.in(name);
        TestServer.execute(address, FILL.formatted(rows));
        TestServer.execute(address, "vacuum (freeze, analyze) events");
        var due = Long.parseLong(TestServer.value(address, "select count(*) from events where " + DUE));
        return new Events(name, rows, due, rows(address, "events where " + DUE), rows(address, "events where not " + DUE));
    }

    /** Bytes of a row with its header, for the report. */
    long rowBytes() {
        return Long.parseLong(TestServer.value(TestServer.in(template), "select pg_relation_size('events')")) / rows;
    }

    /** Fails when a row is missing, or is where it should not be. */
    void verifyMoved(Address address, boolean archived) {
        assertEquals(keptRows, rows(address, "events"), "rows that stay in the table");
        if (archived) {
            assertEquals(dueRows, rows(address, "events_archive"), "rows that came into the archive");
        }
    }

    /** The same for files. */
    void verifyFiles(Exported files) {
        assertEquals(dueRows, files.rows(), "rows that came into the files");
    }

    /** Fails when a row is missing or there twice, wherever the move was stopped. */
    void verifyNothingLost(Address address) {
        assertEquals(rows(TestServer.in(template), "events"),
            rows(address, "(select id from events union all select id from events_archive) as e"), "rows of table and archive together");
    }

    void drop() {
        TestServer.execute(TestServer.in("postgres"), "drop database " + template + " with (force)");
    }

    private static String rows(Address address, String from) {
        return TestServer.value(address, "select concat_ws(' ', count(*), coalesce(sum(id), 0), coalesce(sum(id % 9973 * (id % 9967)), 0)) from " + from);
    }

    /** How many rows, and which: two sums over the key. */
    static String told(long rows, long sum, long mixed) {
        return rows + " " + sum + " " + mixed;
    }
}
