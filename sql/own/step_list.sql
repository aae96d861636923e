-- The steps of a run.
select
  no,
  title,
  statement,
  status,
  rows,
  started_at,
  ended_at,
  message
from caretaker_store.run_step
where log_id = :log_id
order by no;
