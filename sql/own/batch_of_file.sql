-- How many batches of the log name this file: more than none means that it was committed once.
select count(*) as batches
from caretaker_store.run_batch as b
where b.file = :file;
