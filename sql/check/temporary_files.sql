-- Temporary files
-- What sorts and hashes wrote to disk per day because work_mem was too small, since the counters of the database were reset.
-- scope: database
-- reads: target
-- :warning  numeric  <10>  GB a day
-- :critical  numeric  <100>  GB a day
with counted as (
  select
    s.datname::text as target,
    s.temp_bytes,
    s.temp_files,
    greatest(extract(epoch from clock_timestamp() - coalesce(s.stats_reset, pg_postmaster_start_time()))::numeric / 86400, 1) as days
  from pg_catalog.pg_stat_database as s
  where s.datname = current_database()
)
select
  case when c.temp_bytes / c.days > :critical::numeric * 1073741824 then 'critical' else 'warning' end as severity,
  c.target,
  round(c.temp_bytes / c.days) as measure,
  'bytes' as unit,
  format('%s in %s files within %s days, limit %s GB a day; work_mem is %s.', pg_size_pretty(c.temp_bytes), c.temp_files, round(c.days, 1),
    least(:warning::numeric, :critical::numeric), current_setting('work_mem')) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from counted as c
where c.temp_bytes / c.days > least(:warning::numeric, :critical::numeric) * 1073741824
order by target;
