-- Requested checkpoints
-- Checkpoints that came because max_wal_size was full and not because it was time: they write more.
-- scope: server
-- reads: target
-- :warning  numeric  <50>  Per cent of all checkpoints
-- :critical  numeric  <>  Per cent of all checkpoints
-- :floor  numeric  <100>  Checkpoints below which the share does not matter
select
  case when 100.0 * b.num_requested / (b.num_requested + b.num_timed) > :critical::numeric then 'critical' else 'warning' end as severity,
  'checkpoints' as target,
  round(100.0 * b.num_requested / (b.num_requested + b.num_timed), 1) as measure,
  '%' as unit,
  format('%s of %s checkpoints since %s UTC were requested, limit %s %%; max_wal_size is %s.', b.num_requested, b.num_requested + b.num_timed,
    to_char(b.stats_reset at time zone 'UTC', 'YYYY-MM-DD'), least(:warning::numeric, :critical::numeric), current_setting('max_wal_size')) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from pg_catalog.pg_stat_checkpointer as b
where b.num_requested + b.num_timed >= greatest(:floor::numeric, 1)
  and 100.0 * b.num_requested / (b.num_requested + b.num_timed) > least(:warning::numeric, :critical::numeric)
order by target;
