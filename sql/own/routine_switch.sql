-- A routine is switched on or off; what was due before it was switched on is not missed.
update caretaker_store.routine
set enabled = :enabled,
    changed_at = :now,
    changed_by = :person,
    watched_from = :now
where id = :id
  and enabled <> :enabled;
