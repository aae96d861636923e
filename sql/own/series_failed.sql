-- A series could not be read: why, and the next attempt comes later each time. The former answer stays.
insert into caretaker_store.series (database_id, series, took_ms, error, failures, due_at)
values (:database_id, :series, :ms::integer, :error, 1, now() + :seconds::integer * interval '1 second')
on conflict (database_id, series) do update
set took_ms = excluded.took_ms,
    error = excluded.error,
    failures = caretaker_store.series.failures + 1,
    due_at = now() + least(:seconds::integer * interval '1 second' * 2 ^ least(caretaker_store.series.failures, 10),
      greatest(interval '1 hour', :seconds::integer * interval '1 second'));
