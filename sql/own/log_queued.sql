-- Runs that wait to be started, oldest first.
select l.id
from caretaker_store.maintenance_log as l
where l.status = 'queued'
order by l.id;
