-- Runs: what waits and works first, then what ended last.
-- :database  text  <null>  One database, null for all
-- :statuses  text  <queued,running>  Statuses, with commas between them
-- :size  integer  <100>  How many
select
  l.id,
  l.started_at,
  l.ended_at,
  l.created_at,
  l.status,
  l.maintenance_type,
  l.title,
  l.target,
  l.person,
  l.database_name,
  l.environment,
  coalesce(d.zone, 'UTC') as zone,
  l.planned_rows,
  l.done_rows,
  l.batches,
  l.reason,
  l.plan_id,
  l.parent_id,
  p.title as parent_title,
  l.stop_requested_by
from caretaker_store.maintenance_log as l
left join caretaker_store.database as d on d.id = l.database_id
left join caretaker_store.maintenance_log as p on p.id = l.parent_id
where l.status = any(string_to_array(:statuses, ','))
  and (l.plan_id is not null or l.maintenance_type = 'routine')
  and (:database::text is null or l.database_name = :database::text)
order by
  case l.status when 'running' then 1 when 'queued' then 2 else 3 end,
  l.started_at desc,
  l.id desc
limit :size;
