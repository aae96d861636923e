-- The files that the ledger names, in the order in which they were written.
select
  b.run::text as run,
  r.relation_name,
  r.cutoff,
  b.no,
  b.rows,
  b.file,
  b.file_bytes,
  b.at,
  b.restored_by is not null as restored
from caretaker.batch as b
join caretaker.run as r on r.run = b.run
where b.file is not null
order by b.at, b.run, b.no;
