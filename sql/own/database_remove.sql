-- A database is no longer under care; its log entries stay.
delete from caretaker_store.database
where id = :id;
