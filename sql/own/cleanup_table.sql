-- The cleanup statistics of a database as they were last counted: what the task cleanup_statistics puts into the log.
select
  p.name as policy,
  pg_catalog.format('%s.%s', p.schema_name, p.table_name) as target,
  c.total_rows,
  c.due_rows,
  c.due_exact,
  c.oldest,
  c.table_bytes,
  c.error
from caretaker_store.cleanup_sample as c
join caretaker_store.policy as p on p.id = c.policy_id
where p.database_id = :database_id
order by p.name;
