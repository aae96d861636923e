-- Steps that a session has left unfinished: it was broken off, and nobody goes on with them.
update caretaker_store.run_step
set status = 'failed',
    ended_at = now(),
    message = 'broken off'
where log_id = :log_id
  and status = 'running';
