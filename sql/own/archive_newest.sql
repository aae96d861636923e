-- When rows of a table were archived last, as the ledger has it.
select
  r.relation_name,
  max(b.at) as newest_at
from caretaker.batch as b
join caretaker.run as r on r.run = b.run
where r.kind = 'archive'
group by r.relation_name
order by r.relation_name;
