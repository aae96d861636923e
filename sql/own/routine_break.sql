-- A routine whose own work broke off ends as failed.
update caretaker_store.maintenance_log
set status = 'failed',
    ended_at = pg_catalog.now(),
    reason = :sentence,
    details = details || pg_catalog.jsonb_build_object('error', :sentence::text)
where id = :id
  and status in ('queued', 'running');
