-- An entry ends, once, with its outcome, told by the console that has it; one that was frozen while others resumed the run says nothing. completed_at stays null for failed and interrupted: the seeds' alert queries look there.
update caretaker_store.maintenance_log
set status = :status,
    ended_at = :at::timestamptz,
    completed_at = case when :status in ('failed', 'interrupted') then null else :at::timestamptz end,
    details = details || :details::jsonb,
    done_rows = coalesce(:done_rows::bigint, done_rows),
    batches = coalesce(:batches::integer, batches),
    done_bytes = coalesce(:done_bytes::bigint, done_bytes),
    reason = coalesce(:reason::text, reason)
where id = :id
  and status in ('queued', 'running')
  and (node is null or node = :node)
  and (:resumed::integer is null or pg_catalog.jsonb_array_length(coalesce(details -> 'resumed', '[]')) = :resumed::integer);
