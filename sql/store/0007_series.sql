-- What is seen beside relations: the newest answer of each series, numbers over time, indexes, statements, and what the checks found.

-- The newest answer to each question of the collector (a file sql/collect/<series>.sql), unless it has a table of its own.
create table caretaker_store.series (
  database_id bigint not null references caretaker_store.database on delete cascade,
  series text not null,
  taken_at timestamptz,             -- when rows were read; null before the first time
  took_ms integer,                  -- of the newest attempt
  rows jsonb not null default '[]',
  error text,                       -- PostgreSQL's own sentence; null when the newest attempt succeeded
  failures integer not null default 0,
  due_at timestamptz not null default now(),
  primary key (database_id, series)
);

-- Numbers over time, as they were read: a counter that becomes smaller was reset. One partition for each month, dropped after two years.
create table caretaker_store.figure (
  database_id bigint not null,
  series text not null,
  object text not null,             -- the row's own key within its series; empty when there is one row
  metric text not null,
  taken_at timestamptz not null,
  value double precision not null,
  primary key (database_id, series, object, metric, taken_at)
) partition by range (taken_at);
create table caretaker_store.figure_before partition of caretaker_store.figure default;

-- An index as it was seen last. Counters run since stats_since; used_at is known since PostgreSQL 16.
create table caretaker_store.index (
  database_id bigint not null references caretaker_store.database on delete cascade,
  oid bigint not null,
  table_oid bigint not null,
  schema_name text not null,
  table_name text not null,
  index_name text not null,
  method text not null,
  definition text not null,
  columns text[] not null,          -- key columns and expressions, in order
  included text[] not null default '{}',
  predicate text,
  is_unique boolean not null,
  is_primary boolean not null,
  is_constraint boolean not null,   -- a primary key, unique or exclusion constraint needs it
  is_identity boolean not null,     -- replica identity
  is_valid boolean not null,
  is_ready boolean not null,
  is_partitioned boolean not null default false,
  parent_oid bigint,                -- of the partitioned index it is attached to
  size_bytes bigint,
  size_exact boolean not null default false,
  estimated_rows bigint,
  scans bigint,
  tuples_read bigint,
  tuples_fetched bigint,
  used_at timestamptz,
  stats_since timestamptz,
  observed_since timestamptz not null, -- Caretaker's own window: begins anew when the counters were reset
  observed_scans bigint not null default 0,
  taken_at timestamptz not null,
  primary key (database_id, oid)
);
create index index_table on caretaker_store.index (database_id, table_oid);

-- History of indexes: a row when something changed, at least one a day.
create table caretaker_store.index_sample (
  database_id bigint not null,
  oid bigint not null,
  taken_at timestamptz not null,
  size_bytes bigint,
  scans bigint,
  primary key (database_id, oid, taken_at)
) partition by range (taken_at);
create table caretaker_store.index_sample_before partition of caretaker_store.index_sample default;

-- Statements of pg_stat_statements: the text once, the counters over time.
create table caretaker_store.statement (
  database_id bigint not null references caretaker_store.database on delete cascade,
  queryid bigint not null,
  login text not null,
  text text not null,               -- normalised by PostgreSQL: without values
  first_seen_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (database_id, queryid, login)
);
create table caretaker_store.statement_sample (
  database_id bigint not null,
  queryid bigint not null,
  login text not null,
  taken_at timestamptz not null,
  calls bigint not null,
  total_ms double precision not null,
  max_ms double precision,
  rows bigint not null,
  blocks_hit bigint,
  blocks_read bigint,
  temp_blocks bigint,
  wal_bytes numeric,
  primary key (database_id, queryid, login, taken_at)
) partition by range (taken_at);
create table caretaker_store.statement_sample_before partition of caretaker_store.statement_sample default;

-- How much of a table or index is empty. method: estimate (from statistics) or measured (pgstattuple); unknown: why it cannot be told.
create table caretaker_store.bloat (
  database_id bigint not null references caretaker_store.database on delete cascade,
  oid bigint not null,
  kind text not null check (kind in ('table', 'index')),
  table_oid bigint not null,
  method text not null check (method in ('estimate', 'measured')),
  taken_at timestamptz not null,
  total_bytes bigint,
  wasted_bytes bigint,
  unknown text,
  primary key (database_id, oid, method)
);

-- The newest verdict of each check (a file sql/check/<name>.sql). unknown: why it could not be answered.
create table caretaker_store.verdict (
  database_id bigint not null references caretaker_store.database on delete cascade,
  check_name text not null,
  severity text not null check (severity in ('ok', 'warning', 'critical', 'unknown')),
  unknown text,
  findings integer not null default 0,
  taken_at timestamptz not null,
  took_ms integer not null,
  primary key (database_id, check_name)
);

-- What a check found: it opens, is updated and closes by itself; closed ones stay as history.
create table caretaker_store.finding (
  id bigint generated always as identity primary key,
  database_id bigint not null references caretaker_store.database on delete cascade,
  check_name text not null,
  target text not null,
  severity text not null check (severity in ('warning', 'critical')),
  worst text not null check (worst in ('warning', 'critical')),
  measure numeric,
  unit text,
  detail text not null,
  remedy text,                      -- a kind of task, or null
  remedy_params jsonb,
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  closed_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text
);
create unique index finding_open on caretaker_store.finding (database_id, check_name, target) where closed_at is null;
create index finding_history on caretaker_store.finding (database_id, opened_at);

-- What happened to a finding: opened, worse, better, acknowledged, muted, closed.
create table caretaker_store.finding_event (
  finding_id bigint not null references caretaker_store.finding on delete cascade,
  at timestamptz not null,
  event text not null,
  severity text,
  measure numeric,
  person text,
  note text
);
create index finding_event_finding on caretaker_store.finding_event (finding_id, at);

-- Findings nobody wants to hear of for a while. target null: all of the check.
create table caretaker_store.mute (
  id bigint generated always as identity primary key,
  database_id bigint not null references caretaker_store.database on delete cascade,
  check_name text not null,
  target text,
  reason text not null,
  until timestamptz not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index mute_check on caretaker_store.mute (database_id, check_name);

-- A threshold of a check that differs from its default in this database.
create table caretaker_store.threshold (
  database_id bigint not null references caretaker_store.database on delete cascade,
  check_name text not null,
  parameter text not null,
  value text not null,
  changed_by text not null,
  changed_at timestamptz not null default now(),
  primary key (database_id, check_name, parameter)
);
