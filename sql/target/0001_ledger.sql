-- The ledger: which run works on which table, and each batch, recorded in the same commit as its rows.
create schema caretaker;

comment on schema caretaker is 'Made by Caretaker: the ledger of its runs in this database.';

create table caretaker.run (
  run uuid primary key,
  plan bigint not null,
  kind text not null,
  relation oid not null,
  relation_name text not null,
  cutoff timestamptz,
  person text not null,
  epoch integer not null default 1, -- raised by each takeover: a console that slept cannot write with an older one
  state text not null check (state in ('running', 'ended')),
  outcome text,
  backend_pid integer not null,
  backend_start timestamptz not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz
);

-- One run at a time works on a table.
create unique index run_relation_running on caretaker.run (relation) where state = 'running';

create table caretaker.batch (
  run uuid not null references caretaker.run,
  no integer not null,
  epoch integer not null,
  rows bigint not null,
  stored bigint not null,           -- rows that entered the archive; 0 for a delete
  from_key text,                    -- what the walk had passed before this batch
  to_key text,                      -- what it had passed after it
  followed jsonb not null default '{}', -- rows of other tables that followed by foreign keys, by the table's oid
  at timestamptz not null default now(), -- equals archived_at of the rows of this batch
  primary key (run, no)
);
