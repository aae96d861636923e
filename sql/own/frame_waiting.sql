-- How many runs go on, for the navigation; the tasks of a routine are part of its own entry.
select count(*) as running
from caretaker_store.maintenance_log
where status = 'running'
  and parent_id is null;
