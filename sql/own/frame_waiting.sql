-- What waits, for the navigation: policies whose routine is behind, and runs that go on.
-- A policy is behind when rows are due that its last due time should have taken.
select
  (select count(*)
   from caretaker_store.cleanup_sample as s
   join caretaker_store.policy as p on p.id = s.policy_id
   where s.due_rows > 0
     and exists (
       select 1
       from caretaker_store.routine as r
       join caretaker_store.routine_fire as d on d.routine_id = r.id
       left join caretaker_store.maintenance_log as l on l.id = d.log_id
       where r.enabled
         and r.database_id = p.database_id
         and r.tasks @> to_jsonb(p.name)
         and d.due_at = (select max(e.due_at) from caretaker_store.routine_fire as e where e.routine_id = r.id)
         and coalesce(l.status, 'missed') in ('missed', 'skipped', 'deferred', 'failed', 'interrupted', 'refused'))) as overdue,
  (select count(*)
   from caretaker_store.maintenance_log
   where status = 'running'
     and parent_id is null) as running;
