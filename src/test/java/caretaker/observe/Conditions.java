package caretaker.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * For each check the condition it looks for, made on a real PostgreSQL. Where that would need gigabytes or days the threshold is lowered instead, as
 * the third part of a condition says; what only Caretaker's samples know is written into the store, where $db is the database and now its clock.
 */
final class Conditions {
    static final Map<String, Condition> ALL = new TreeMap<>();

    /** make runs in the database, stored in the store before the question, with the thresholds; quietly is what the healthy database needs to be told to be sure. */
    record Condition(List<String> make, List<String> stored, Map<String, String> thresholds, List<String> quietStored, Map<String, String> quietThresholds, String target) {
        Condition stored(String... statements) {
            return new Condition(make, List.of(statements), thresholds, quietStored, quietThresholds, target);
        }

        Condition with(String... pairs) {
            return new Condition(make, stored, map(pairs), quietStored, quietThresholds, target);
        }

        Condition quietly(String... statements) {
            return new Condition(make, stored, thresholds, List.of(statements), quietThresholds, target);
        }

        Condition quietWith(String... pairs) {
            return new Condition(make, stored, thresholds, quietStored, map(pairs), target);
        }
    }

    private Conditions() {}

    private static Map<String, String> map(String... pairs) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** The check finds this target once the statements have run. */
    private static Condition of(String target, String... make) {
        return new Condition(new ArrayList<>(List.of(make)), List.of(), Map.of(), List.of(), Map.of(), target);
    }

    private static void add(String check, Condition condition) {
        ALL.put(check, condition);
    }

    private static final String LOG = "insert into caretaker_store.maintenance_log (maintenance_type, title, person, database_id, status, started_at, ended_at, completed_at, routine_id) values ";
    private static final String BIG = "(select oid from caretaker_store.relation where database_id = $db and relation_name = 'big')";

    static {
        add("connectivity", of("loud").stored("update caretaker_store.database set sampled_at = now() - interval '2 hours' where id = $db"));
        add("connection_pool", of("connections").with("warning", "0", "floor", "1"));
        add("table_sizes", of("public.big").with("warning", "0.0005"));
        add("row_counts", of("public.big").with("warning", "1000"));
        add("data_age", of("rule"));
        add("long_running_queries", of("pid .*").with("warning", "0.001"));
        add("blocked_queries", of("pid .*").with("warning", "0.01"));
        add("waiting_locks", of("locks").with("warning", "0"));
        add("index_health", of("public.broken", "create table doubled (n integer); insert into doubled values (1), (1)"));
        add("vacuum_status", of("public.churned", "create table churned (id integer primary key, n integer) with (autovacuum_enabled = off); insert into churned select g, g from generate_series(1, 20000) as g",
            "analyze churned", "update churned set n = n + 1"));
        add("autovacuum_off", of("public.churned").with("warning", "0"));
        add("autovacuum_behind", of("public.churned"));
        add("database_size", of("loud").with("warning", "0.001"));
        add("allocated_space", of("loud").with("allocated", "0.001", "floor", "0").quietWith("allocated", "1000"));
        add("disk_free", of("disk").with("capacity", "0.001", "floor", "0", "warning", "15", "critical", "10").quietWith("capacity", "1000", "warning", "0", "critical", "0")); // the disk of this machine may be full
        var former = "insert into caretaker_store.database_sample (database_id, taken_at, relations, size_bytes, heap_bytes, index_bytes, toast_bytes) select id, now() - interval '20 days', 1, %s, 0, 0, 0 from caretaker_store.database where id = $db";
        add("database_growth", of("loud").with("warning", "0.0001").stored(former.formatted("1")).quietly(former.formatted("size_bytes")));
        var grown = "update caretaker_store.relation set base_bytes = 8192, base_at = now() - interval '20 days' where database_id = $db and relation_name = 'big'";
        add("table_growth", of("public.big").with("floor", "0.0001").stored(grown));
        add("growth_without_policy", of("public.big").with("warning", "0.1").stored(grown));
        add("daily_rows", of("public.big").stored("insert into caretaker_store.relation_sample (database_id, oid, taken_at, estimated_rows) select $db, "
            + BIG + ", now() - s.ago, s.n from (values (interval '8 days', 1000), (interval '25 hours', 8000)) as s (ago, n)"));
        add("active_connections", of("connections").with("warning", "0"));
        add("login_connections", of("checks_limited"));
        add("idle_transactions", of("pid .*").with("warning", "0.001"));
        add("prepared_transactions", of("forgotten").with("warning", "0"));
        add("xmin_horizon", of("pid .*").with("warning", "1"));
        add("transaction_ids", of("loud_db").with("warning", "0", "floor", "0"));
        add("multixact_ids", of("loud_db").with("warning", "0", "floor", "0"));
        add("replication_lag", of(".*127.0.0.1").with("warning", "0"));
        add("inactive_slots", of("nobody").with("warning", "0"));
        add("wal_archiving", of("archiving").with("warning", "0"));
        add("durability", of("synchronous_commit"));
        add("pending_restart", of("settings"));
        counters();
        add("query_p95", of("queries").with("warning", "0", "floor", "1").quietWith("warning", "9000", "floor", "1"));
        statements();
        space();
        schema();
        maintenance();
    }

    /** A day of counters: a sample of three hours ago and one of now, and nothing that happened between them in the healthy database. */
    private static void counters() {
        var calm = counted("database", Map.of("blocks_hit", 2_000_000, "blocks_read", 10, "commits", 90_000, "rollbacks", 9, "deadlocks", 0, "temp_bytes", 0, "temp_files", 0));
        add("checkpoints", of("checkpoints").stored(counted("checkpoints", Map.of("timed", 30, "requested", 90))).quietly(counted("checkpoints", Map.of("timed", 280, "requested", 9))));
        add("cache_hit", of("loud").stored(counted("database", Map.of("blocks_hit", 1_800_000, "blocks_read", 200_000, "commits", 7))).quietly(calm));
        add("rollbacks", of("loud").stored(counted("database", Map.of("commits", 80_000, "rollbacks", 20_000))).quietly(calm));
        add("deadlocks", of("loud").stored(counted("database", Map.of("deadlocks", 9, "commits", 7))).quietly(calm));
        add("temporary_files", of("loud").stored(counted("database", Map.of("temp_bytes", 11L << 30, "temp_files", 3, "commits", 7))).quietly(calm));
    }

    private static String counted(String series, Map<String, ? extends Number> increases) {
        var rows = increases.entrySet().stream().map(e -> "('" + e.getKey() + "', " + e.getValue() + ")").collect(Collectors.joining(", "));
        return "delete from caretaker_store.figure where database_id = $db and series = '" + series + "'; insert into caretaker_store.figure (database_id, series, object, metric, taken_at, value)"
            + " select $db, '" + series + "', '', m.name, now() - t.hours * interval '1 hour', 1000 + m.n * t.share from (values " + rows
            + ") as m (name, n), (values (30, -5), (3, 0), (0, 1)) as t (hours, share)"; // what was counted before the window is of no interest
    }

    private static void statements() {
        var sampled = "insert into caretaker_store.series (database_id, series, taken_at) values ($db, 'statements', now()) on conflict do nothing";
        var known = "insert into caretaker_store.statement (database_id, queryid, login, text, first_seen_at, seen_at) values ($db, 7, 'app', 'select $1', now(), now()) on conflict do nothing";
        var calls = "insert into caretaker_store.statement_sample (database_id, queryid, login, taken_at, calls, total_ms, rows) values ($db, 7, 'app', now() - interval '50 minutes', 100, 1000, 0), ($db, 7, 'app', now(), 120, 200000, 0) on conflict do nothing";
        var quick = "insert into caretaker_store.statement_sample (database_id, queryid, login, taken_at, calls, total_ms, rows) values ($db, 7, 'app', now() - interval '50 minutes', 100, 1000, 0), ($db, 7, 'app', now(), 120, 1200, 0) on conflict do nothing";
        add("response_time", of("query 7 of app").stored(sampled, known, calls).quietly(sampled, known, quick));
        add("slow_queries", of("queries").stored(sampled, known, calls).quietly(sampled, known, quick));
    }

    private static void space() {
        var sampled = "insert into caretaker_store.series (database_id, series, taken_at) values ($db, 'bloat', now()), ($db, 'indexes', now()) on conflict do nothing";
        var index = "insert into caretaker_store.index (database_id, oid, table_oid, schema_name, table_name, index_name, method, definition, columns, is_unique, is_primary, is_constraint, is_identity, is_valid, is_ready, size_bytes, observed_since, observed_scans, taken_at)"
            + " select $db, 77, " + BIG + ", 'public', 'big', 'big_n', 'btree', '', '{n}', false, false, false, false, true, true, 300000000, now() - interval '40 days', %s, now() on conflict do nothing";
        var bloat = "insert into caretaker_store.bloat (database_id, oid, kind, table_oid, method, taken_at, total_bytes, wasted_bytes) values ($db, %s, '%s', 1, 'estimate', now(), 1000000000, %s) on conflict do nothing";
        add("table_bloat", of("public.big").stored(sampled, bloat.formatted(BIG, "table", "400000000")).quietly(sampled, bloat.formatted(BIG, "table", "200000000")));
        add("index_bloat", of("public.big_n").stored(sampled, index.formatted("0"), bloat.formatted("77", "index", "700000000")).quietly(sampled, index.formatted("9"), bloat.formatted("77", "index", "100000000")));
        add("unused_indexes", of("public.big_n").stored(sampled, index.formatted("0")).quietly(sampled, index.formatted("9")));
        add("missing_policy_indexes", of("public.events \\(at\\)").with("warning", "0", "floor", "1").stored(sampled).quietly(sampled));
        add("duplicate_indexes", of("public.big_again", "create index big_once on big (n); create index big_again on big (n)").with("warning", "0"));
        add("missing_key_indexes", of("public.child \\(parent\\)", "create table child (id integer primary key, parent integer references big); insert into child select g, g from generate_series(1, 2000) as g",
            "analyze child").with("warning", "0"));
        var scanned = "delete from caretaker_store.table_scan where database_id = $db; insert into caretaker_store.table_scan (database_id, oid, taken_at, sequential, sequential_rows, indexed) select $db, "
            + BIG + ", now() - s.ago, s.n * 1500, s.n * 30000000, s.n * %s from (values (interval '25 hours', 1), (interval '3 hours', 7), (interval '0', 8)) as s (ago, n)";
        add("sequential_scans", of("public.big").stored(scanned.formatted("500")).quietly(scanned.formatted("50000")));
        add("stale_statistics", of("public.churned"));
        add("partition_size", of("public.past_2020").with("warning", "0"));
    }

    private static void schema() {
        add("sequences", of("public.nearly", "create sequence nearly maxvalue 10000 start 9500; select nextval('nearly')"));
        add("partition_runway", of("public.past", "create table past (at timestamptz not null, n integer) partition by range (at); create table past_2020 partition of past for values from ('2020-01-01') to ('2021-01-01');"
            + " create table past_rest partition of past default; insert into past values ('2020-05-05', 1), ('2035-05-05', 1)", "analyze past_rest"));
        add("default_partition", of("public.past_rest"));
        add("unvalidated_constraints", of("public.big", "alter table big add constraint later check (n > 0) not valid"));
        add("unpopulated_views", of("public.empty", "create materialized view empty as select 1 as n with no data"));
        add("superusers", of("superusers").with("warning", "0"));
        add("expired_passwords", of("checks_expiring", "create role checks_expiring login valid until '" + java.time.LocalDate.now().plusDays(2) + "'"));
        add("public_create", of("open_to_all", "create schema open_to_all; grant create on schema open_to_all to public"));
        add("unencrypted_sessions", of(".*").with("local", "true"));
    }

    private static void maintenance() {
        var routine = "insert into caretaker_store.routine (name, database_id, schedule, zone, tasks, changed_by) values ('nightly', $db, '0 2 * * *', 'UTC', '[\"cleanup_statistics\"]', 'test') on conflict do nothing";
        var id = "(select id from caretaker_store.routine where name = 'nightly')";
        add("failed_maintenance", of("Delete").stored(LOG + "('delete', 'Delete', 'ana', $db, 'failed', now() - interval '1 hour', now(), null, null)"));
        add("incomplete_maintenance", of("run .*").stored(LOG + "('delete', 'Delete', 'ana', $db, 'running', now() - interval '3 hours', null, null, null)"));
        add("maintenance_duration", of("nightly").stored(routine, LOG + "('routine', 'Routine', 'ana', $db, 'done', now() - interval '40 minutes', now() - interval '20 minutes', now(), " + id + ")"));
        add("missed_runs", of("nightly").stored(routine, LOG + "('routine', 'Routine', 'ana', $db, 'missed', now(), now(), now(), " + id + ")"));
        add("policies_without_routine", of("rule"));
        add("policy_reviews", of("rule").stored("update caretaker_store.policy set review = current_date - 3 where database_id = $db"));
        add("backup_age", of("loud").stored(LOG + "('backup', 'Backup', 'ana', $db, 'done', now() - interval '31 hours', now() - interval '30 hours', now() - interval '30 hours', null)")
            .quietly(LOG + "('backup', 'Backup', 'ana', $db, 'done', now(), now(), now(), null)"));
        add("backup_failures", of("loud").stored(LOG + "('backup', 'Backup', 'ana', $db, 'failed', now(), now(), null, null)")
            .quietly(LOG + "('backup', 'Backup', 'ana', $db, 'done', now(), now(), now(), null)"));
    }
}
