-- The routines this console works on, and their small tasks, are alive; runs of plans have a heartbeat of their own.
update caretaker_store.maintenance_log
set heartbeat_at = pg_catalog.now()
where (id = any (:ids::bigint[]) or parent_id = any (:ids::bigint[]))
  and plan_id is null
  and status = 'running';
