-- How carefully a database is treated.
update caretaker_store.database
set approval = :approval,
    workers = :workers
where id = :id;
