-- Backup age
-- The newest backup that succeeded, as far as the maintenance log knows.
-- scope: database
-- reads: store
-- :warning  numeric  <25>  Hours
-- :critical  numeric  <48>  Hours
with newest as (
  select
    d.name,
    round(extract(epoch from :at::timestamptz - max(l.completed_at))::numeric / 3600, 1) as measure
  from caretaker_store.database as d
  left join caretaker_store.maintenance_log as l on l.database_id = d.id and l.maintenance_type like '%backup%' and l.status = 'done'
  where d.id = :database::bigint
  group by d.name
)
select
  case when n.measure is null then 'unknown' when n.measure > :critical::numeric then 'critical' when n.measure > least(:warning::numeric, :critical::numeric) then 'warning'
    else 'ok' end as severity,
  n.name as target,
  n.measure,
  'h' as unit,
  case when n.measure is null then 'The maintenance log knows of no backup of this database.' else format('The newest backup is %s h old, limit %s h.', n.measure,
    least(:warning::numeric, :critical::numeric)) end as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from newest as n
order by target;
