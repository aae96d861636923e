-- How far a run has come: the sum of its batches.
select
  coalesce(sum(b.rows), 0)::bigint as rows,
  count(*)::integer as batches,
  coalesce(max(b.no), 0) as last_no
from caretaker.batch as b
where b.run = :run::uuid;
