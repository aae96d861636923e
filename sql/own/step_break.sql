-- Steps that a session has left unfinished: it was broken off, and nobody goes on with them. Only for who has the run now.
update caretaker_store.run_step as s
set status = 'failed',
    ended_at = now(),
    message = 'broken off'
from caretaker_store.maintenance_log as l
where l.id = s.log_id
  and l.node = :node
  and s.log_id = :log_id
  and s.status = 'running';
