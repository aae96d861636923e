-- Turns the dial of a run that waits or works.
update caretaker_store.maintenance_log
set speed = :speed
where id = :id
  and status in ('queued', 'running');
