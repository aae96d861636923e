-- Sequential scans
-- Large tables that queries often read from end to end: perhaps an index is missing.
-- scope: database
-- reads: target
-- :warning  numeric  <50>  Per cent of all scans of the table
-- :critical  numeric  <>  Per cent of all scans of the table
-- :floor  numeric  <10000>  Rows read by one scan on average below which it does not matter
-- :scans  numeric  <1000>  Scans below which it does not matter
select
  case when 100.0 * s.seq_scan / (s.seq_scan + coalesce(s.idx_scan, 0)) > :critical::numeric then 'critical' else 'warning' end as severity,
  s.schemaname || '.' || s.relname as target,
  round(100.0 * s.seq_scan / (s.seq_scan + coalesce(s.idx_scan, 0)), 1) as measure,
  '%' as unit,
  format('%s of %s scans read the table from end to end, %s rows each on average, limit %s %%.', s.seq_scan, s.seq_scan + coalesce(s.idx_scan, 0), s.seq_tup_read / s.seq_scan,
    least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from pg_catalog.pg_stat_user_tables as s
where s.schemaname not in ('caretaker', 'caretaker_store')
  and s.seq_scan >= greatest(:scans::numeric, 1)
  and s.seq_tup_read / s.seq_scan >= :floor::numeric
  and 100.0 * s.seq_scan / (s.seq_scan + coalesce(s.idx_scan, 0)) > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
