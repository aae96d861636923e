-- The log entry of a routine, running or not begun at all, and the row that keeps its due time from firing twice.
with entry as (
  insert into caretaker_store.maintenance_log (maintenance_type, started_at, completed_at, ended_at, status, database_id, database_name, environment,
                                               person, title, target, routine_id, due_at, reason, details, node, heartbeat_at)
  select
    'routine',
    :now,
    case when :status <> 'running' then :now::timestamptz end,
    case when :status <> 'running' then :now::timestamptz end,
    :status,
    r.database_id,
    d.name,
    d.environment,
    :person,
    r.name,
    pg_catalog.array_to_string(array(select pg_catalog.jsonb_array_elements_text(r.tasks)), ', '),
    r.id,
    :due_at::timestamptz,
    :reason::text,
    :details::jsonb,
    case when :status = 'running' then :node::text end,
    case when :status = 'running' then pg_catalog.now() end
  from caretaker_store.routine as r
  join caretaker_store.database as d on d.id = r.database_id
  where r.id = :id
  returning id
), fire as (
  insert into caretaker_store.routine_fire (routine_id, due_at, fired_at, log_id)
  select :id, :due_at::timestamptz, :now, entry.id
  from entry
  where :due_at::timestamptz is not null
)
select id
from entry;
