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

-- The sums over all relations of each round, so that no page has to add them up: history like relation_sample.
create table caretaker_store.database_sample (
  database_id bigint not null references caretaker_store.database on delete cascade,
  taken_at timestamptz not null,
  relations integer not null,
  size_bytes bigint,
  heap_bytes bigint not null,
  index_bytes bigint not null,
  toast_bytes bigint not null,
  estimated_rows bigint,
  dead_rows bigint,
  primary key (database_id, taken_at)
);

-- A relation as the pages judge it; each share has a floor beside it, so that a tiny table is never a problem.
create view caretaker_store.relation_state as
select
  r.*,
  d.name as database_name,
  d.environment,
  d.zone,
  r.heap_bytes + r.index_bytes + r.toast_bytes as total_bytes,
  r.heap_bytes + r.index_bytes + r.toast_bytes - r.base_bytes as grown_bytes,
  (r.heap_bytes + r.index_bytes + r.toast_bytes - r.base_bytes)::numeric / nullif(r.base_bytes, 0) as grown_share,
  r.dead_rows::numeric / nullif(r.estimated_rows + r.dead_rows, 0) as dead_share,
  coalesce(p.policies, 0) as policies,
  r.heap_bytes + r.index_bytes + r.toast_bytes >= 100 * 1024 * 1024 as is_large,
  coalesce(p.policies, 0) = 0 and r.heap_bytes + r.index_bytes + r.toast_bytes - r.base_bytes > greatest(1024 * 1024, r.base_bytes / 200) as is_growing,
  r.dead_rows >= 1000 and r.dead_rows >= 0.2 * (coalesce(r.estimated_rows, 0) + r.dead_rows) as is_dead,
  r.vacuumed_at is null and r.kind not in ('foreign table') and coalesce(r.estimated_rows, 1) > 0 as is_unvacuumed
from caretaker_store.relation as r
join caretaker_store.database as d on d.id = r.database_id
left join (
  select
    p.database_id,
    p.schema_name,
    p.table_name,
    count(*) as policies
  from caretaker_store.policy as p
  group by p.database_id, p.schema_name, p.table_name
) as p on p.database_id = r.database_id and p.schema_name = r.schema_name and p.table_name = r.relation_name;
