-- One entry of the maintenance log.
select
  l.*
from caretaker_store.maintenance_log as l
where l.id = :id;
