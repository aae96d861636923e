-- Up to where everything of one relation is done: what the last batch out of it could say.
select b.passed
from caretaker.batch as b
where b.run = :run::uuid
  and b.relation = :relation::oid
  and b.passed is not null
order by b.no desc
limit 1;
