-- A run whose console is lost gets a new owner, who says how it ended; from now on its old one hears that it is no longer its own.
update caretaker_store.maintenance_log
set node = :node,
    heartbeat_at = now()
where id = :id
  and status = 'running'
  and node is not distinct from :owner::text
returning id;
