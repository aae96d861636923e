-- Deadlocks
-- Deadlocks per day since the counters of the database were reset.
-- scope: database
-- reads: target
-- :warning  numeric  <5>  A day
-- :critical  numeric  <100>  A day
-- :floor  numeric  <3>  Deadlocks in all below which the rate does not matter
with counted as (
  select
    s.datname::text as target,
    s.deadlocks,
    -- a short time would make one deadlock look like many a day
    greatest(extract(epoch from clock_timestamp() - coalesce(s.stats_reset, pg_postmaster_start_time()))::numeric / 86400, 1) as days
  from pg_catalog.pg_stat_database as s
  where s.datname = current_database()
)
select
  case when c.deadlocks / c.days > :critical::numeric then 'critical' else 'warning' end as severity,
  c.target,
  round(c.deadlocks / c.days, 1) as measure,
  'a day' as unit,
  format('%s deadlocks in %s days, limit %s a day.', c.deadlocks, round(c.days, 1), least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from counted as c
where c.deadlocks >= greatest(:floor::numeric, 1)
  and c.deadlocks / c.days > least(:warning::numeric, :critical::numeric)
order by target;
