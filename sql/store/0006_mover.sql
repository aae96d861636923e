-- The row mover: exports, legal holds, a second person's approval, the big stop, speed.

alter table caretaker_store.policy
  drop constraint policy_action_check,
  add constraint policy_action_check check (action in ('delete', 'archive', 'export')),
  add column handling jsonb not null default '{}'; -- compression, speed, workers, budget in minutes, aftercare: how, not which rows

alter table caretaker_store.database
  add column approval boolean not null default false, -- plans that remove rows want a second person's approval
  add column workers integer not null default 2 check (workers between 1 and 8), -- sessions that may move rows at the same time
  add column stopped_at timestamptz,  -- the big stop: nothing is changed in this database until it is lifted
  add column stopped_by text,
  add column stopped_reason text;

-- Rows that must stay whatever a policy says: of one table, by a condition (none: all of it), until a day (null: until it is lifted).
create table caretaker_store.hold (
  id bigint generated always as identity primary key,
  database_id bigint not null references caretaker_store.database on delete cascade,
  schema_name text not null,
  table_name text not null,
  conditions jsonb not null default '[]',
  reason text not null,
  until date,
  created_by text not null,
  created_at timestamptz not null default now(),
  lifted_by text,
  lifted_at timestamptz
);
create index hold_database on caretaker_store.hold (database_id) where lifted_at is null;

alter table caretaker_store.plan
  add column approved_by text,
  add column approved_at timestamptz;

alter table caretaker_store.maintenance_log
  add column speed text check (speed in ('gentle', 'normal', 'full')), -- the dial; null: as the plan says
  add column slowed_by text;                                          -- why it is slower than it could be, now

alter table caretaker_store.run_batch
  add column relation text,           -- the partition; null: the table itself
  add column worker integer not null default 1,
  add column rest_ms integer not null default 0,
  add column file text,               -- of an export: its name below the folder of exports
  add column file_bytes bigint;
