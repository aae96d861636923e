-- The newest answer of a series.
insert into caretaker_store.series (database_id, series, taken_at, took_ms, rows, error, failures, due_at)
values (:database_id, :series, :at::timestamptz, :ms::integer, :rows::jsonb, null, 0, now() + :seconds::integer * interval '1 second')
on conflict (database_id, series) do update
set taken_at = excluded.taken_at,
    took_ms = excluded.took_ms,
    rows = excluded.rows,
    error = null,
    failures = 0,
    due_at = excluded.due_at;
