-- The routines this console works on are alive.
update caretaker_store.maintenance_log
set heartbeat_at = pg_catalog.now()
where node = :node
  and maintenance_type = 'routine'
  and status = 'running';
