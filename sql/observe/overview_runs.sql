-- Overview: runs
-- What runs or waits now, and the last five entries that were not done as planned, of the last ninety days.
-- :database  bigint  <1>  Id of one database, null for all
-- :at  timestamptz  <2026-11-20T00:00:00Z>  Now
(select
  true as going,
  l.id,
  l.title,
  l.target,
  l.status,
  l.started_at,
  l.planned_rows,
  l.done_rows,
  l.reason,
  l.database_name,
  coalesce(d.zone, 'UTC') as zone
from caretaker_store.maintenance_log as l
left join caretaker_store.database as d on d.id = l.database_id
where l.status in ('queued', 'running')
  and l.parent_id is null
  and (:database::bigint is null or l.database_id = :database::bigint)
order by l.started_at, l.id
limit 5)
union all
(select
  false as going,
  l.id,
  l.title,
  l.target,
  l.status,
  l.started_at,
  l.planned_rows,
  l.done_rows,
  coalesce(l.reason, l.details ->> 'error') as reason,
  l.database_name,
  coalesce(d.zone, 'UTC') as zone
from caretaker_store.maintenance_log as l
left join caretaker_store.database as d on d.id = l.database_id
where l.status in ('failed', 'missed', 'interrupted', 'refused', 'done_with_remainder')
  and l.started_at > :at::timestamptz - interval '90 days'
  and (:database::bigint is null or l.database_id = :database::bigint)
order by l.started_at desc, l.id desc
limit 5)
order by going desc, started_at desc, id desc;
