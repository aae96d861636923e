-- The store: everything Caretaker remembers. Lives in the schema caretaker_store of the store's database.

create table caretaker_store.setting (
  name text primary key,
  value text not null
);

create table caretaker_store.person (
  id bigint generated always as identity primary key,
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  role text not null check (role in ('viewer', 'operator', 'admin')),
  password_hash text,
  theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  failed_signins integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null default now(),
  created_by text not null
);

-- Links are single use. Only the SHA-256 of the token is kept.
create table caretaker_store.signin_link (
  token_hash bytea primary key,
  person_id bigint not null references caretaker_store.person on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index signin_link_person on caretaker_store.signin_link (person_id);

create table caretaker_store.web_session (
  token_hash bytea primary key,
  person_id bigint not null references caretaker_store.person on delete cascade,
  csrf text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index web_session_person on caretaker_store.web_session (person_id);

-- A database under care. The password is AES-GCM ciphertext, bound to host, port, database and login.
create table caretaker_store.database (
  id bigint generated always as identity primary key,
  name text not null unique check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  host text not null,
  port integer not null check (port between 1 and 65535),
  dbname text not null,
  login text not null,
  secret bytea not null,
  tls text not null default 'prefer' check (tls in ('disable', 'prefer', 'require', 'verify-ca', 'verify-full')),
  environment text not null default 'production' check (environment in ('production', 'staging', 'development')),
  zone text not null default 'UTC',
  allow_superuser boolean not null default false,
  system_identifier text,
  server_version text,
  login_powers text,                -- superuser, createrole … named on each page; null when harmless
  contact_at timestamptz,
  contact_error text,
  sampled_at timestamptz,
  sample_ms integer,
  sample_error text,
  created_at timestamptz not null default now(),
  created_by text not null
);

-- What to keep in a table, for how long, and what becomes of the rest. version grows with each change that moves other rows.
create table caretaker_store.policy (
  id bigint generated always as identity primary key,
  name text not null unique check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  database_id bigint not null references caretaker_store.database on delete cascade,
  schema_name text not null,
  table_name text not null,
  column_name text not null,
  keep text not null,               -- '365 days', '12 months', 'forever'
  conditions jsonb not null default '[]',
  action text not null check (action in ('delete', 'archive')),
  archive_schema text,              -- null: beside the table
  archive_table text,               -- null: <table>_archive
  adopt_archive boolean not null default false, -- an admin said that an existing archive table may be used
  zone text,                        -- null: the zone of the database
  align text check (align in ('none', 'day', 'month')), -- null: day for date columns, none otherwise
  cap_share numeric,                -- null: the default, half of the table
  cap_rows bigint,
  reason text,
  owner text,
  review date,
  version integer not null default 1,
  proved_version integer,           -- the version whose first real run a person has started
  proved_by text,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  created_at timestamptz not null default now()
);
create index policy_database on caretaker_store.policy (database_id, schema_name, table_name);

-- A stored preview: frozen, and the only thing that can be run.
create table caretaker_store.plan (
  id bigint generated always as identity primary key,
  database_id bigint not null references caretaker_store.database on delete cascade,
  kind text not null,               -- archive, delete, install
  policy_id bigint references caretaker_store.policy on delete set null,
  policy_version integer,
  title text not null,
  target text,                      -- schema.table, for people
  harsher boolean not null default false, -- removes more than its policy says: admins only
  content jsonb not null,           -- statements, identity of the tables, cutoff, facts, warnings
  refusal text,                     -- why it may not run; null when it may
  rows bigint,
  exact boolean not null default false,
  bytes bigint,
  cutoff timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index plan_database on caretaker_store.plan (database_id, created_at);
create index plan_policy on caretaker_store.plan (policy_id, created_at);

-- A named, ordered list of tasks with a schedule.
create table caretaker_store.routine (
  id bigint generated always as identity primary key,
  name text not null unique check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
  database_id bigint not null references caretaker_store.database on delete cascade,
  schedule text not null,           -- five-field cron line
  zone text not null,
  tasks jsonb not null,             -- names of policies, or cleanup_statistics, in order
  window_minutes integer,           -- null: may start whenever it fires
  budget_minutes integer,           -- null: no limit
  catch_up text not null default 'skip' check (catch_up in ('skip', 'once')),
  enabled boolean not null default true,
  reason text,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  created_at timestamptz not null default now(),
  watched_from timestamptz not null default now() -- due times before this are not missed: it was not enabled yet
);
create index routine_database on caretaker_store.routine (database_id);

-- One row per due time of a routine, whatever came of it.
create table caretaker_store.routine_fire (
  routine_id bigint not null references caretaker_store.routine on delete cascade,
  due_at timestamptz not null,
  fired_at timestamptz not null default now(),
  log_id bigint,
  primary key (routine_id, due_at)
);

-- Every run and every non-event. The first six columns are the seeds' own; completed_at is null only while queued or running and
-- after failed or interrupted, so that their alert queries mean what they were written to mean.
create table caretaker_store.maintenance_log (
  id bigint generated always as identity primary key,
  maintenance_type varchar(50) not null,
  started_at timestamptz not null default now(),
  completed_at timestamptz,
  details jsonb not null default '{}',
  created_at timestamptz not null default now(),
  status text not null check (status in ('queued', 'running', 'done', 'done_with_remainder', 'stopped', 'failed', 'interrupted',
                                         'skipped', 'deferred', 'missed', 'refused')),
  ended_at timestamptz,
  database_id bigint references caretaker_store.database on delete set null,
  database_name text,
  environment text,
  person text not null,             -- who: a login, cli:USER, or routine:NAME
  title text not null,
  target text,
  plan_id bigint references caretaker_store.plan on delete set null,
  policy_id bigint references caretaker_store.policy on delete set null,
  policy_name text,
  routine_id bigint references caretaker_store.routine on delete set null,
  parent_id bigint references caretaker_store.maintenance_log,
  due_at timestamptz,
  planned_rows bigint,
  done_rows bigint,
  done_bytes bigint,
  batches integer,
  reason text,
  run_key uuid not null default gen_random_uuid(), -- names the run in the ledger of the managed database
  node text,                        -- the console that runs it
  heartbeat_at timestamptz,
  stop_requested_by text,
  check ((completed_at is null) = (status in ('queued', 'running', 'failed', 'interrupted')))
);
create index maintenance_log_started on caretaker_store.maintenance_log (started_at desc, id desc);
create index maintenance_log_database on caretaker_store.maintenance_log (database_id, started_at desc, id desc);
create index maintenance_log_status on caretaker_store.maintenance_log (status, started_at desc, id desc);
create index maintenance_log_policy on caretaker_store.maintenance_log (policy_id, started_at desc);
create index maintenance_log_parent on caretaker_store.maintenance_log (parent_id);
-- A plan is executed once: the second click finds the first run.
create unique index maintenance_log_plan on caretaker_store.maintenance_log (plan_id) where plan_id is not null;

create table caretaker_store.run_step (
  log_id bigint not null references caretaker_store.maintenance_log on delete cascade,
  no integer not null,
  title text not null,
  statement text,
  status text not null check (status in ('queued', 'running', 'done', 'failed', 'stopped')),
  rows bigint,
  started_at timestamptz,
  ended_at timestamptz,
  message text,                     -- PostgreSQL's own words: an error, or the warnings of a statement that succeeded
  primary key (log_id, no)
);

-- A copy of the ledger for display; the managed database's caretaker.batch is the truth.
create table caretaker_store.run_batch (
  log_id bigint not null references caretaker_store.maintenance_log on delete cascade,
  no integer not null,
  rows bigint not null,
  ms integer not null,
  from_key text,
  to_key text,
  at timestamptz not null,
  slowed_by text,
  primary key (log_id, no)
);

-- Free words on a log entry: notes, issues found, next actions. Signed, never changed.
create table caretaker_store.note (
  id bigint generated always as identity primary key,
  log_id bigint not null references caretaker_store.maintenance_log on delete cascade,
  kind text not null default 'note' check (kind in ('note', 'issue', 'action')),
  body text not null,
  person text not null,
  at timestamptz not null default now(),
  done_by text,
  done_at timestamptz
);
create index note_log on caretaker_store.note (log_id, id);

-- The newest sample of each relation.
create table caretaker_store.relation (
  database_id bigint not null references caretaker_store.database on delete cascade,
  oid bigint not null,
  schema_name text not null,
  relation_name text not null,
  kind text not null,               -- table, partitioned, partition, materialized view, foreign table
  parent_oid bigint,                -- of a partition: its topmost parent
  estimated_rows bigint,            -- null: never analysed
  heap_bytes bigint,
  index_bytes bigint,
  toast_bytes bigint,
  dead_rows bigint,
  vacuumed_at timestamptz,
  analyzed_at timestamptz,
  taken_at timestamptz not null,
  primary key (database_id, oid)
);
create index relation_name on caretaker_store.relation (database_id, schema_name, relation_name);

-- History: a row when something changed, at least one a day.
create table caretaker_store.relation_sample (
  database_id bigint not null references caretaker_store.database on delete cascade,
  oid bigint not null,
  taken_at timestamptz not null,
  estimated_rows bigint,
  heap_bytes bigint,
  index_bytes bigint,
  toast_bytes bigint,
  dead_rows bigint,
  primary key (database_id, oid, taken_at)
);

-- The newest count of each policy: what the cleanup page shows.
create table caretaker_store.cleanup_sample (
  policy_id bigint primary key references caretaker_store.policy on delete cascade,
  policy_version integer not null,
  taken_at timestamptz not null,
  took_ms integer not null,
  total_rows bigint,
  due_rows bigint,
  due_exact boolean,
  due_bytes bigint,                 -- always an estimate
  oldest text,                      -- the oldest row the policy covers, as PostgreSQL prints it in the policy's zone
  oldest_at timestamptz,
  table_bytes bigint,
  error text                        -- PostgreSQL's own sentence when it could not be counted
);
