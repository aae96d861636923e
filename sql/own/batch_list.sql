-- The last batches of a run, newest first.
select
  no,
  rows,
  ms,
  from_key,
  to_key,
  at,
  slowed_by,
  relation,
  worker,
  rest_ms,
  file,
  file_bytes
from caretaker_store.run_batch
where log_id = :log_id
order by no desc
limit :count;
