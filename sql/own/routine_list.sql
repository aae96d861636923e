-- The routines, with the database they work in.
select
  r.id,
  r.name,
  r.database_id,
  d.name as database_name,
  d.environment,
  r.schedule,
  r.zone,
  array(select pg_catalog.jsonb_array_elements_text(r.tasks)) as tasks,
  r.window_minutes,
  r.budget_minutes,
  r.catch_up,
  r.enabled,
  r.reason,
  r.changed_at,
  r.changed_by,
  r.watched_from
from caretaker_store.routine as r
join caretaker_store.database as d on d.id = r.database_id
order by r.name;
