-- How far a run has come; no row means that it is no longer ours.
update caretaker_store.maintenance_log
set done_rows = coalesce(:done_rows::bigint, done_rows),
    batches = coalesce(:batches::integer, batches),
    done_bytes = coalesce(:done_bytes::bigint, done_bytes),
    heartbeat_at = now()
where id = :id
  and node = :node
  and status = 'running'
returning coalesce(stop_requested_by, '') as stop_requested_by;
