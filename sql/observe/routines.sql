-- The routines with what became of their last due time or start.
-- :database  text  <null>  One database, null for all
select
  r.id,
  r.name,
  d.name as database_name,
  d.environment,
  r.schedule,
  r.zone,
  array(select pg_catalog.jsonb_array_elements_text(r.tasks)) as tasks,
  r.enabled,
  l.id as last_id,
  l.status as last_status,
  l.started_at as last_at,
  l.ended_at as last_ended_at,
  l.reason as last_reason
from caretaker_store.routine as r
join caretaker_store.database as d on d.id = r.database_id
left join lateral (
  select
    m.id,
    m.status,
    m.started_at,
    m.ended_at,
    m.reason
  from caretaker_store.maintenance_log as m
  where m.routine_id = r.id
    and m.parent_id is null
  order by m.started_at desc, m.id desc
  limit 1
) as l on true
where :database::text is null
   or d.name = :database::text
order by r.name;
