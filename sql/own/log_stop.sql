-- Asks a run to stop after its batch; one that still waits stops at once.
update caretaker_store.maintenance_log
set stop_requested_by = :person,
    status = case when status = 'queued' then 'stopped' else status end,
    ended_at = case when status = 'queued' then :at::timestamptz else ended_at end,
    completed_at = case when status = 'queued' then :at::timestamptz else completed_at end,
    done_rows = case when status = 'queued' then coalesce(done_rows, 0) else done_rows end,
    reason = case when status = 'queued' then 'stopped by ' || :person || ' before it began' else reason end
where id = :id
  and status in ('queued', 'running');
