-- A batch, copied from the ledger for display.
insert into caretaker_store.run_batch (log_id, no, rows, ms, from_key, to_key, at, slowed_by, relation, worker, rest_ms, file, file_bytes)
values (:log_id, :no, :rows, :ms, :from_key::text, :to_key::text, now(), :slowed_by::text, :relation::text, :worker, :rest_ms, :file::text,
  :file_bytes::bigint)
on conflict (log_id, no) do nothing;
