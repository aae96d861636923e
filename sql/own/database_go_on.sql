-- The big stop of a database is lifted.
update caretaker_store.database
set stopped_at = null,
    stopped_by = null,
    stopped_reason = null
where id = :id;
