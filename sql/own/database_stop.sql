-- The big stop of a database.
update caretaker_store.database
set stopped_at = now(),
    stopped_by = :person,
    stopped_reason = :reason
where id = :id
  and stopped_at is null;
