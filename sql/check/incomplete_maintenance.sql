-- Maintenance that does not end
-- Runs that began long ago and have neither ended nor failed.
-- scope: database
-- reads: store
-- :warning  numeric  <2>  Hours since it began
-- :critical  numeric  <24>  Hours since it began
with going as (
  select
    l.id,
    l.title,
    l.status,
    round(extract(epoch from :at::timestamptz - l.started_at)::numeric / 3600, 1) as measure
  from caretaker_store.maintenance_log as l
  where l.database_id = :database::bigint
    and l.status in ('queued', 'running')
)
select
  case when g.measure > :critical::numeric then 'critical' else 'warning' end as severity,
  'run ' || g.id as target,
  g.measure,
  'h' as unit,
  format('%s: %s for %s h, limit %s h.', g.title, g.status, g.measure, least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from going as g
where g.measure > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
