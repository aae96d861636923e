-- A database is no longer under care; its log entries stay.
with figures as (
  delete from caretaker_store.figure as f
  where f.database_id = :id
), indexes as (
  delete from caretaker_store.index_sample as i
  where i.database_id = :id
), statements as (
  delete from caretaker_store.statement_sample as s
  where s.database_id = :id
)
delete from caretaker_store.database
where id = :id;
