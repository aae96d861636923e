-- Puts a run that did not finish back into the queue, with its frozen plan.
update caretaker_store.maintenance_log
set status = 'queued',
    completed_at = null,
    ended_at = null,
    stop_requested_by = null,
    reason = null,
    details = jsonb_set(details - 'error' - 'unverified', '{resumed}', coalesce(details -> 'resumed', '[]')
      || jsonb_build_array(:resumed::jsonb || jsonb_build_object('after', status)))
where id = :id
  and plan_id is not null
  and status in ('stopped', 'failed', 'interrupted', 'done_with_remainder')
  and started_at > :oldest::timestamptz;
