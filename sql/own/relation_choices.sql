-- The tables of a database that a policy may be written for, by name.
select
  r.schema_name,
  r.relation_name
from caretaker_store.relation as r
where r.database_id = :database_id
  and r.kind in ('table', 'partition')
  and r.schema_name <> 'caretaker'
  and r.schema_name <> 'caretaker_store'
order by r.schema_name, r.relation_name
limit 2000;
