-- How far a run has come: the sum of its batches and the key that the last one passed.
select
  coalesce(sum(b.rows), 0)::bigint as rows,
  count(*)::integer as batches,
  coalesce(max(b.no), 0) as last_no,
  (select l.to_key from caretaker.batch as l where l.run = :run::uuid order by l.no desc limit 1) as to_key
from caretaker.batch as b
where b.run = :run::uuid;
