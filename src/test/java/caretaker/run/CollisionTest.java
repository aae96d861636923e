package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.Workbench;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A batch that collides with somebody half way. */
class CollisionTest {
    private final Workbench bench = new Workbench().withLedger();

    @AfterEach
    void close() {
        Faults.probe(null);
        bench.close();
    }

    /** PostgreSQL goes on counting what a rolled back try has deleted, also when that was the first thing the session did. */
    @Test
    @Catalogue("A30")
    void theVeryFirstBatchMayBeTriedAgain() {
        bench.with("""
            create table public.events (id integer primary key, at timestamptz not null);
            insert into public.events select n, timestamptz '2026-01-01 00:00+00' + n * interval '1 hour' from generate_series(1, 1000) as n;
            create index on public.events (at);
            create sequence public.tries;
            create function public.collide() returns trigger language plpgsql as $$
            begin
              if old.id = 60 and nextval('public.tries') = 1 then
                raise exception 'as if another transaction had moved the row' using errcode = '40001';
              end if;
              return old;
            end $$;
            create trigger collide before delete on public.events for each row execute function public.collide()""");
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100));
        assertEquals("done", run.status(), run.reason());
        assertEquals(1_000, bench.count("public.events_archive"));
    }

    /** Storing and deleting are two statements of one snapshot; what others change in between is moved as it is then, or not at all. */
    @Test
    @Catalogue({"A5", "A6"})
    void aRowThatChangesBetweenTheSnapshotAndItsDeletionIsStoredAsItIs() {
        bench.with("""
            create table public.events (id integer primary key, at timestamptz not null, body text);
            insert into public.events select n, timestamptz '2026-01-01 00:00+00' + n * interval '1 hour', 'old' from generate_series(1, 1000) as n;
            create index on public.events (at)""");
        var first = new AtomicBoolean(true);
        Faults.probe(point -> {
            if (point.equals("baseline") && first.getAndSet(false)) {
                bench.with("update public.events set body = 'new' where id = 5; delete from public.events where id = 6; "
                    + "update public.events set at = '2026-06-14' where id = 7");
            }
        });
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100));
        assertEquals("done", run.status(), run.reason());
        assertTrue(run.details().path("slowed_ms").has("a batch collided with another transaction"), "the snapshot was older: " + run.details());
        assertEquals("new", bench.value("select string_agg(body, ',') from public.events_archive where id = 5"));
        assertEquals(0, bench.count("public.events_archive where id in (6, 7)"));
        assertEquals("7", bench.value("select string_agg(id::text, ',') from public.events"));
        assertEquals(998, bench.count("public.events_archive"));
    }

    /** A try that is lost leaves dead rows in the archive. */
    @Test
    void whereRowsChangeAllTheTimeNoMoreThanAFewTriesAreLost() {
        bench.with("""
            create table public.events (id integer primary key, at timestamptz not null, body text);
            insert into public.events select n, timestamptz '2026-01-01 00:00+00' + n * interval '1 hour', '' from generate_series(1, 1000) as n;
            create index on public.events (at)""");
        var tries = new AtomicInteger();
        Faults.probe(point -> {
            if (point.equals("baseline")) {
                tries.incrementAndGet();
                bench.with("update public.events set body = body || 'x'");
            }
        });
        var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100));
        assertEquals("done", run.status(), run.reason());
        assertEquals(1_000, bench.count("public.events_archive where body <> ''"));
        assertTrue(run.batches() >= 10, "as small as the plan wants them: " + run.batches());
        assertEquals(run.batches() + 3, tries.get());
    }

    /** The lock comes before the snapshot: what it waited for is in the structure that is compared. */
    @Test
    void aTriggerThatTheLockWaitedForStopsTheRunBeforeItsRowsMove() throws SQLException {
        bench.oneSession().with("""
            create table public.events (id integer primary key, at timestamptz not null);
            insert into public.events select n, timestamptz '2026-01-01 00:00+00' + n * interval '1 hour' from generate_series(1, 1000) as n;
            create index on public.events (at);
            create function public.keep() returns trigger language plpgsql as $$ begin return null; end $$""");
        try (var other = TestServer.connect(bench.address); var statement = other.createStatement()) {
            other.setAutoCommit(false);
            var first = new AtomicBoolean(true);
            Faults.probe(point -> {
                if (point.equals("post-commit") && first.getAndSet(false)) {
                    try {
                        statement.execute("create trigger keep before delete on public.events for each row execute function public.keep()");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                    CompletableFuture.runAsync(() -> {
                        Await.that("the batch waits for the lock", () -> bench.count("pg_locks where not granted") > 0);
                        try {
                            other.commit();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                }
            });
            var run = bench.run(bench.preview(bench.policy("public.events", "at", "30 days", "archive"), 100));
            assertEquals("failed", run.status(), run.reason());
            assertTrue(run.reason().contains("structure of public.events"), run.reason());
            assertEquals(99, run.doneRows());
            assertEquals(99, bench.count("public.events_archive"));
            assertEquals(901, bench.count("public.events"));
        }
    }
}
