-- What each policy of a database would clean up, for the table cleanup_statistics inside it.
select
  p.table_name,
  c.total_rows as total_records,
  c.due_rows as records_to_cleanup,
  pg_size_pretty(c.table_bytes) as table_size,
  p.schema_name,
  p.name as policy,
  c.due_exact as records_exact,
  c.oldest_at as oldest_record,
  c.error as unknown,
  c.taken_at as counted_at
from caretaker_store.policy as p
left join caretaker_store.cleanup_sample as c on c.policy_id = p.id
where p.database_id = :database_id
order by p.schema_name, p.table_name, p.name;
