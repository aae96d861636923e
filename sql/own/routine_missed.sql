-- Due times that no console dealt with, one log entry each, at the time they were due.
with entry as (
  insert into caretaker_store.maintenance_log (maintenance_type, started_at, completed_at, ended_at, status, database_id, database_name, environment,
                                               person, title, target, routine_id, due_at, reason, details)
  select
    'routine',
    due.at,
    :now,
    :now,
    'missed',
    r.database_id,
    d.name,
    d.environment,
    'routine:' || r.name,
    r.name,
    pg_catalog.array_to_string(array(select pg_catalog.jsonb_array_elements_text(r.tasks)), ', '),
    r.id,
    due.at,
    due.reason,
    due.details
  from caretaker_store.routine as r
  join caretaker_store.database as d on d.id = r.database_id
  cross join lateral pg_catalog.jsonb_to_recordset(:missed::jsonb) as due (at timestamptz, reason text, details jsonb)
  where r.id = :id
  returning id, due_at
)
insert into caretaker_store.routine_fire (routine_id, due_at, fired_at, log_id)
select :id, entry.due_at, :now, entry.id
from entry;
