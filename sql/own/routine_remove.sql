-- A routine is gone; its log entries stay.
delete from caretaker_store.routine
where id = :id;
