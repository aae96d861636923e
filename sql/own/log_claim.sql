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
  l.*;
