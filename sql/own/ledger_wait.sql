-- Waits for the batches that are under way: each holds its run's row until it has committed.
select r.run::text as run
from caretaker.run as r
where r.state = 'running'
order by r.run
for update;
