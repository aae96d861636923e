-- The newest count of a policy.
insert into caretaker_store.cleanup_sample (policy_id, policy_version, taken_at, took_ms, total_rows, due_rows, due_exact, due_bytes, oldest, oldest_at,
  table_bytes, error)
values (:policy_id, :policy_version, :taken_at::timestamptz, :took_ms, :total_rows::bigint, :due_rows::bigint, :due_exact::boolean, :due_bytes::bigint,
  :oldest::text, :oldest_at::timestamptz, :table_bytes::bigint, :error::text)
on conflict (policy_id) do update
set policy_version = excluded.policy_version,
    taken_at = excluded.taken_at,
    took_ms = excluded.took_ms,
    total_rows = excluded.total_rows,
    due_rows = excluded.due_rows,
    due_exact = excluded.due_exact,
    due_bytes = excluded.due_bytes,
    oldest = excluded.oldest,
    oldest_at = excluded.oldest_at,
    table_bytes = excluded.table_bytes,
    error = excluded.error;
