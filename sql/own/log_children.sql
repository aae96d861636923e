-- The entries of a routine's tasks, in order.
select
  l.*
from caretaker_store.maintenance_log as l
where l.parent_id = :id
order by l.id;
