-- Exports in the log
-- The runs of a database that have written files or may be writing some.
-- :database  bigint  <1>  The database
select
  l.id,
  l.run_key::text as run,
  l.status,
  l.policy_name
from caretaker_store.maintenance_log as l
where l.database_id = :database
  and l.maintenance_type = 'export'
order by l.id;
