-- A policy ends; its runs stay in the log.
delete from caretaker_store.policy
where id = :id;
