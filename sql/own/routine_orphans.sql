-- Runs that a routine had queued when it ended without them will not begin.
update caretaker_store.maintenance_log as child
set status = 'skipped',
    completed_at = pg_catalog.now(),
    ended_at = pg_catalog.now(),
    reason = 'The routine ended before this began.'
from caretaker_store.maintenance_log as parent
where parent.id = child.parent_id
  and parent.ended_at < pg_catalog.now() - interval '10 seconds'
  and child.status = 'queued'
  and not jsonb_exists(child.details, 'resumed');
