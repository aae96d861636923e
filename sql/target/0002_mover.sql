-- The ledger of several workers, of partitions and of files.
alter table caretaker.batch
  add column relation oid,            -- the relation the rows left: a partition, or the run's own table
  add column worker integer not null default 1,
  add column passed text,             -- everything up to this key is done; to_key may lie ahead of it when several workers walk
  add column file text,               -- of an export: the file that holds the rows, below the folder of exports
  add column sha256 text,
  add column file_bytes bigint,
  add column restored_by uuid references caretaker.run; -- the run that brought the rows of this file back

comment on schema caretaker is 'Made by Caretaker: the ledger of its runs in this database. Version 2.';
