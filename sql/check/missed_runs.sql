-- Missed runs
-- Due times of routines that fell into a downtime, or were deferred or refused, and were not made up for.
-- scope: database
-- reads: store
-- :warning  numeric  <0>  Due times of one routine that are tolerated
-- :critical  numeric  <3>  Due times of one routine that are tolerated
-- :days  numeric  <7>  How long a missed run is remembered
with missed as (
  select
    r.name,
    count(*)::numeric as times,
    max(l.started_at) as newest,
    (array_agg(coalesce(l.reason, l.status) order by l.started_at desc, l.id desc))[1] as why
  from caretaker_store.routine as r
  join caretaker_store.maintenance_log as l on l.routine_id = r.id and l.parent_id is null
  where r.database_id = :database::bigint
    and r.enabled
    and l.status in ('missed', 'deferred', 'refused')
    and l.started_at > :at::timestamptz - :days::numeric * interval '1 day'
    and not exists (
      select
      from caretaker_store.maintenance_log as g
      where g.routine_id = r.id and g.parent_id is null and g.status in ('done', 'done_with_remainder') and g.started_at > l.started_at)
  group by r.name
)
select
  case when m.times > :critical::numeric then 'critical' else 'warning' end as severity,
  m.name as target,
  m.times as measure,
  'runs' as unit,
  format('%s since its last success, limit %s: %s', m.times, least(:warning::numeric, :critical::numeric), m.why) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from missed as m
where m.times > least(:warning::numeric, :critical::numeric)
order by target;
