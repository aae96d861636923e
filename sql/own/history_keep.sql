-- Makes the months' partitions ahead and drops those older than two years.
select caretaker_store.keep_partitions(:at::timestamptz)::text as done;
