-- WAL archiving
-- Without continuous archiving there is no way back to a point in time; archiving that fails keeps WAL until the disk is full.
-- scope: server
-- reads: target
-- :warning  numeric  <5>  Minutes since archiving began to fail
-- :critical  numeric  <60>  Minutes since archiving began to fail
-- :required  boolean  <true>  Warn when archiving is off
with archiver as (
  select
    current_setting('archive_mode') as mode,
    a.last_failed_wal,
    case when a.last_failed_time > coalesce(a.last_archived_time, a.stats_reset, a.last_failed_time - interval '1 hour')
      then extract(epoch from clock_timestamp() - coalesce(a.last_archived_time, a.stats_reset))::numeric / 60 end as failing
  from pg_catalog.pg_stat_archiver as a
)
select
  case when a.failing > :critical::numeric then 'critical' when a.failing > least(:warning::numeric, :critical::numeric) then 'warning'
    when a.mode = 'off' and :required::boolean then 'warning' else 'ok' end as severity,
  'archiving' as target,
  round(a.failing, 1) as measure,
  'min' as unit,
  case when a.failing > least(:warning::numeric, :critical::numeric) then format('The last success is %s min ago, and archiving %s failed since; limit %s min.',
    to_char(a.failing, 'FM999,999,990.0'),
      a.last_failed_wal, least(:warning::numeric, :critical::numeric))
    when a.mode = 'off' then 'archive_mode is off: a restore reaches the last backup and no further.'
    else 'WAL archiving works.' end as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from archiver as a
order by target;
