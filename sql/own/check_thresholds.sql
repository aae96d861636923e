-- The thresholds of a database that differ from their defaults.
select
  t.check_name,
  t.parameter,
  t.value,
  t.changed_by,
  t.changed_at
from caretaker_store.threshold as t
where t.database_id = :database_id
order by t.check_name, t.parameter;
