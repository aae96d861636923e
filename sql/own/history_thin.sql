-- Old numbers of a database are kept coarser.
select caretaker_store.thin_history(:database_id, :at::timestamptz)::text as done;
