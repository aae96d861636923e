-- This console works on a routine's entry, unless it has ended meanwhile.
update caretaker_store.maintenance_log
set node = :node,
    heartbeat_at = pg_catalog.now()
where id = :id
  and status = 'running';
