-- Routines whose console has not been heard of for a minute were interrupted.
update caretaker_store.maintenance_log
set status = 'interrupted',
    ended_at = heartbeat_at,
    reason = 'The console ' || coalesce(node, 'that ran it') || ' stopped in the middle.',
    details = details || pg_catalog.jsonb_build_object('error', 'The console ' || coalesce(node, 'that ran it') || ' stopped in the middle.')
where maintenance_type = 'routine'
  and status = 'running'
  and heartbeat_at < pg_catalog.now() - interval '60 seconds';
