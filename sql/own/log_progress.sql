-- How far a run has come; no row means that it is no longer ours. Answers what people want of it: that it stops, and how fast it goes.
update caretaker_store.maintenance_log as l
set done_rows = coalesce(:done_rows::bigint, l.done_rows),
    batches = coalesce(:batches::integer, l.batches),
    done_bytes = coalesce(:done_bytes::bigint, l.done_bytes),
    slowed_by = case when :beat then l.slowed_by else :slowed_by::text end,
    heartbeat_at = now()
where l.id = :id
  and l.node = :node
  and l.status = 'running'
returning
  l.stop_requested_by,
  l.speed,
  (select d.stopped_by from caretaker_store.database as d where d.id = l.database_id and d.stopped_at is not null) as database_stopped_by;
