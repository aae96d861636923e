-- Routines whose console has not been heard of for a minute were interrupted; the runs they had queued will not begin.
with lost as (
  update caretaker_store.maintenance_log
  set status = 'interrupted',
      ended_at = heartbeat_at,
      reason = 'The console ' || coalesce(node, 'that ran it') || ' stopped in the middle.',
      details = details || pg_catalog.jsonb_build_object('error', 'The console ' || coalesce(node, 'that ran it') || ' stopped in the middle.')
  where maintenance_type = 'routine'
    and status = 'running'
    and heartbeat_at < pg_catalog.now() - interval '60 seconds'
  returning id
)
update caretaker_store.maintenance_log as child
set status = 'skipped',
    completed_at = pg_catalog.now(),
    ended_at = pg_catalog.now(),
    reason = 'The routine was interrupted before this began.'
from lost
where child.parent_id = lost.id
  and child.status = 'queued';
