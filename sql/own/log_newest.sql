-- The newest entries of the log, for the command line.
select
  l.id,
  l.maintenance_type,
  l.started_at,
  l.completed_at,
  l.details,
  l.created_at,
  l.status,
  l.ended_at,
  l.database_id,
  l.database_name,
  l.environment,
  l.person,
  l.title,
  l.target,
  l.plan_id,
  l.policy_id,
  l.policy_name,
  l.routine_id,
  l.parent_id,
  l.due_at,
  l.planned_rows,
  l.done_rows,
  l.done_bytes,
  l.batches,
  l.reason,
  l.run_key,
  l.node,
  l.heartbeat_at,
  l.stop_requested_by
from caretaker_store.maintenance_log as l
where :database::text is null or l.database_name = :database::text
order by l.started_at desc, l.id desc
limit :count;
