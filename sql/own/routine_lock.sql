-- One console at a time decides what a due time of a routine becomes.
select id
from caretaker_store.routine
where id = :id
for update;
