-- The files that a run has committed: whatever else lies in its folder is no archive.
select b.file
from caretaker.batch as b
where b.run = :run::uuid
  and b.file is not null
order by b.no;
