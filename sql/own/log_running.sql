-- Runs that say they are running.
select
  l.*
from caretaker_store.maintenance_log as l
where l.status = 'running'
order by l.id;
