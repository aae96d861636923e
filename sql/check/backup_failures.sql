-- Backup failures
-- Backups that failed since the last one that succeeded.
-- scope: database
-- reads: store
-- :warning  numeric  <0>  Failures that are tolerated
-- :critical  numeric  <1>  Failures that are tolerated
with known as (
  select
    d.name,
    count(l.id) as backups,
    count(l.id) filter (where l.status in ('failed', 'interrupted', 'missed') and l.started_at > coalesce(s.at, '-infinity'))::numeric as failures
  from caretaker_store.database as d
  left join caretaker_store.maintenance_log as l on l.database_id = d.id and l.maintenance_type like '%backup%'
  left join lateral (
    select max(g.started_at) as at
    from caretaker_store.maintenance_log as g
    where g.database_id = d.id and g.maintenance_type like '%backup%' and g.status = 'done') as s on true
  where d.id = :database::bigint
  group by d.name
)
select
  case when k.backups = 0 then 'unknown' when k.failures > :critical::numeric then 'critical' when k.failures > least(:warning::numeric, :critical::numeric) then 'warning'
    else 'ok' end as severity,
  k.name as target,
  k.failures as measure,
  'runs' as unit,
  case when k.backups = 0 then 'The maintenance log knows of no backup of this database.' else format('%s backup%s failed since the last success, limit %s.',
    k.failures, case when k.failures <> 1 then 's' end,
    least(:warning::numeric, :critical::numeric)) end as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from known as k
order by target;
