-- Runs that wait longer than a job needs to begin: their job may have been lost with a console.
select id
from caretaker_store.maintenance_log
where status = 'queued'
  and (parent_id is null or jsonb_exists(details, 'resumed'))
  and created_at < pg_catalog.now() - :wait_ms * interval '1 millisecond'
order by id;
