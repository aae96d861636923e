-- Exactly one console gets a queued run.
update caretaker_store.maintenance_log as l
set status = 'running',
    started_at = case when l.node is null then :at::timestamptz else l.started_at end,
    node = :node,
    heartbeat_at = now(),
    stop_requested_by = null
where l.id = :id
  and l.status = 'queued'
returning
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
  l.stop_requested_by;
