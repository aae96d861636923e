-- The rows of a file are back in their table.
update caretaker.batch
set restored_by = :restored_by::uuid
where run = :run::uuid
  and no = :no
  and restored_by is null
returning no;
