-- Files of a table that hold rows which were not brought back, of one run or of all, oldest first.
select
  b.run::text as run,
  b.no,
  b.file,
  b.rows
from caretaker.batch as b
join caretaker.run as r on r.run = b.run
where r.relation = :relation::oid
  and b.file is not null
  and b.restored_by is null
  and (:run::uuid is null or b.run = :run::uuid)
order by r.started_at, b.run, b.no;
