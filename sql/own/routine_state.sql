-- What a console must know before it starts a routine: the last due time dealt with, whether this one is, the entry that still runs, and the big stop.
select
  (select 'All work in ' || d.name || ' was stopped by ' || d.stopped_by || ': ' || d.stopped_reason
   from caretaker_store.routine as r
   join caretaker_store.database as d on d.id = r.database_id
   where r.id = :id
     and d.stopped_at is not null) as stopped,
  (select max(f.due_at) from caretaker_store.routine_fire as f where f.routine_id = :id) as last_due_at,
  exists (select from caretaker_store.routine_fire as f where f.routine_id = :id and f.due_at = :due_at::timestamptz) as fired,
  (select max(l.id)
   from caretaker_store.maintenance_log as l
   where l.routine_id = :id
     and l.parent_id is null
     and l.maintenance_type = 'routine'
     and l.status = 'running') as running_id;
