-- Progress
-- Running VACUUMs, index builds and CLUSTERs of this database and how far they are; phase is empty where PostgreSQL hides it.
-- every: 30 seconds
-- scope: database
with work as (
  select 'VACUUM' as kind, p.pid, p.relid, null::oid as index_oid, p.phase,
    case when p.phase = 'vacuuming heap' then p.heap_blks_vacuumed else p.heap_blks_scanned end as done, p.heap_blks_total as total,
    case when p.index_vacuum_count > 0 then 'index pass ' || p.index_vacuum_count end as note
  from pg_catalog.pg_stat_progress_vacuum as p
  where p.datname = pg_catalog.current_database()
  union all
  select p.command, p.pid, p.relid, p.index_relid, p.phase,
    case when p.blocks_total > 0 then p.blocks_done else p.tuples_done end, case when p.blocks_total > 0 then p.blocks_total else p.tuples_total end,
    case when p.lockers_total > 0 then 'waits for ' || p.lockers_total - p.lockers_done || ' older transactions' end
  from pg_catalog.pg_stat_progress_create_index as p
  where p.datname = pg_catalog.current_database()
  union all
  select p.command, p.pid, p.relid, null, p.phase, p.heap_blks_scanned, p.heap_blks_total, null
  from pg_catalog.pg_stat_progress_cluster as p
  where p.datname = pg_catalog.current_database()
  union all
  select 'ANALYZE', p.pid, p.relid, null, p.phase, p.sample_blks_scanned, p.sample_blks_total, null
  from pg_catalog.pg_stat_progress_analyze as p
  where p.datname = pg_catalog.current_database()
)
select
  w.kind,
  w.pid,
  n.nspname::text as schema_name,
  c.relname::text as relation_name,
  i.relname::text as index_name,
  w.phase,
  w.done,
  w.total,
  w.note,
  coalesce(a.xact_start, a.query_start) as since,
  a.backend_type = 'autovacuum worker' as is_automatic,
  a.query like '%to prevent wraparound%' as prevents_wraparound
from work as w
left join pg_catalog.pg_class as c on c.oid = w.relid
left join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_class as i on i.oid = w.index_oid and w.index_oid <> 0
left join pg_catalog.pg_stat_activity as a on a.pid = w.pid
order by w.pid;
