-- Run
-- What the batches of a run come to: its workers, and the files and relations it has written to and taken from.
-- :run  bigint  <1>  The run
select
  coalesce(max(b.worker), 1) as workers,
  count(distinct b.relation) as partitions,
  count(b.file) as files,
  coalesce(sum(b.file_bytes), 0)::bigint as file_bytes,
  min(regexp_replace(b.file, '/[^/]*$', '')) as folder
from caretaker_store.run_batch as b
where b.log_id = :run
order by workers;
