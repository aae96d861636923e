-- What the server says about its own load between two batches. Null is unknown: pg_monitor sees all of it.
select
  (select max(extract(epoch from r.replay_lag)) from pg_catalog.pg_stat_replication as r)::double precision as lag_seconds,
  (select max(pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), r.replay_lsn)) from pg_catalog.pg_stat_replication as r)::bigint as lag_bytes,
  -- Segments written but not archived yet, from their names.
  -- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ARCHIVER-VIEW
  (select case when current_setting('archive_mode') <> 'off' and a.last_archived_wal ~ '^[0-9A-F]{24}$' then
      greatest(0, (('x' || substr(w.name, 9, 8))::bit(32)::bigint - ('x' || substr(a.last_archived_wal, 9, 8))::bit(32)::bigint)
          * (4294967296 / s.bytes) + ('x' || substr(w.name, 17, 8))::bit(32)::bigint - ('x' || substr(a.last_archived_wal, 17, 8))::bit(32)::bigint - 1) end
   from pg_catalog.pg_stat_archiver as a,
        (select pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()) as name) as w,
        (select pg_catalog.pg_size_bytes(current_setting('wal_segment_size')) as bytes) as s)::bigint as wal_backlog,
  (select max(pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), p.restart_lsn)) from pg_catalog.pg_replication_slots as p)::bigint as slot_bytes,
  exists (select from pg_catalog.pg_stat_progress_vacuum as v where v.relid = any (:oids::oid[])) as vacuum,
  exists (
    select
    from pg_catalog.pg_class as c
    where c.oid = any (:oids::oid[])
      and c.relfrozenxid <> '0'
      and pg_catalog.age(c.relfrozenxid) > current_setting('autovacuum_freeze_max_age')::integer) as wraparound,
  -- Sessions at work, or all but one that were within the last second: one alone may be a monitor that asks now and then.
  (select greatest(
      count(*) filter (where a.state = 'active'),
      count(*) filter (where a.state_change > pg_catalog.clock_timestamp() - interval '1 second') - 1)
   from pg_catalog.pg_stat_activity as a
   where a.backend_type = 'client backend'
     and a.application_name not like 'caretaker%'
     and a.pid <> pg_catalog.pg_backend_pid())::integer as active,
  (select d.xact_commit + d.xact_rollback from pg_catalog.pg_stat_database as d where d.datname = current_database())::bigint as transactions
order by active;
