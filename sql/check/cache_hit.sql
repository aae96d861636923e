-- Cache hits
-- Blocks found in shared buffers among all that were read, since the counters of the database were reset.
-- scope: database
-- reads: target
-- :warning  numeric  <95>  Per cent found in shared buffers
-- :critical  numeric  <80>  Per cent found in shared buffers
-- :floor  numeric  <1000000>  Blocks read in all below which the share does not matter
select
  case when 100.0 * s.blks_hit / (s.blks_hit + s.blks_read) < :critical::numeric then 'critical' else 'warning' end as severity,
  s.datname::text as target,
  round(100.0 * s.blks_hit / (s.blks_hit + s.blks_read), 1) as measure,
  '%' as unit,
  format('%s %% of %s blocks were found in shared buffers since %s, limit %s %%; shared_buffers is %s.', round(100.0 * s.blks_hit / (s.blks_hit + s.blks_read), 1),
    s.blks_hit + s.blks_read, coalesce(to_char(s.stats_reset at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC', 'the start of its statistics'),
    greatest(:warning::numeric, :critical::numeric), current_setting('shared_buffers')) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from pg_catalog.pg_stat_database as s
where s.datname = current_database()
  and s.blks_hit + s.blks_read >= greatest(:floor::numeric, 1)
  and 100.0 * s.blks_hit / (s.blks_hit + s.blks_read) < greatest(:warning::numeric, :critical::numeric)
order by target;
