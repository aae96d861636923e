-- What the collector adds: what a contact found, when a database is sampled next, which sizes are exact, and where growth is counted from.

alter table caretaker_store.database
  add column in_recovery boolean,
  add column has_ledger boolean,           -- the schema caretaker with its table of batches is there
  add column size_bytes bigint,            -- pg_database_size: more than its tables
  add column sample_due_at timestamptz not null default now(),
  add column sample_failures integer not null default 0;

-- Every row is written with each round: room on its page keeps these updates away from the indexes.
alter table caretaker_store.relation set (fillfactor = 60);
alter table caretaker_store.relation
  add column size_exact boolean not null default false, -- false: page counts of the last VACUUM or ANALYZE
  add column history_at timestamptz,       -- newest row in relation_sample
  add column base_bytes bigint,            -- its size 30 days ago, or in its first sample when that is younger
  add column base_at timestamptz;
