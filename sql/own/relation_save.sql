-- One round of the collector: the newest sample of each relation, history where something changed or a day has passed, vanished ones removed.
with fresh as materialized (
  select *
  from json_to_recordset(:relations::json) as r (
    oid bigint, "schemaName" text, "relationName" text, kind text, "parentOid" bigint, "estimatedRows" bigint, "heapBytes" bigint,
    "indexBytes" bigint, "toastBytes" bigint, "sizeExact" boolean, "deadRows" bigint, "vacuumedAt" timestamptz, "analyzedAt" timestamptz)
), rolled as (
  -- A sum of which a part is unknown is unknown.
  select
    f."parentOid" as oid,
    case when bool_and(f."estimatedRows" is not null) then sum(f."estimatedRows") end as estimated_rows,
    sum(f."heapBytes") as heap_bytes,
    sum(f."indexBytes") as index_bytes,
    sum(f."toastBytes") as toast_bytes,
    bool_and(f."sizeExact") as size_exact,
    sum(f."deadRows") as dead_rows,
    max(f."vacuumedAt") as vacuumed_at,
    max(f."analyzedAt") as analyzed_at
  from fresh as f
  where f."parentOid" is not null
  group by f."parentOid"
), taken as materialized (
  select
    f.oid,
    f."schemaName" as schema_name,
    f."relationName" as relation_name,
    f.kind,
    f."parentOid" as parent_oid,
    case when f.kind = 'partitioned' and r.oid is null then 0 else coalesce(f."estimatedRows", r.estimated_rows) end as estimated_rows,
    case when f.kind = 'foreign table' then null else coalesce(f."heapBytes", r.heap_bytes, 0) end as heap_bytes,
    case when f.kind = 'foreign table' then null else coalesce(f."indexBytes", r.index_bytes, 0) end as index_bytes,
    case when f.kind = 'foreign table' then null else coalesce(f."toastBytes", r.toast_bytes, 0) end as toast_bytes,
    case when f.kind = 'partitioned' then coalesce(r.size_exact, true) else f."sizeExact" end as size_exact,
    coalesce(f."deadRows", r.dead_rows) as dead_rows,
    coalesce(f."vacuumedAt", r.vacuumed_at) as vacuumed_at,
    coalesce(f."analyzedAt", r.analyzed_at) as analyzed_at
  from fresh as f
  left join rolled as r on r.oid = f.oid
), changed as materialized (
  select t.*
  from taken as t
  left join caretaker_store.relation as k on k.database_id = :database_id and k.oid = t.oid
  where k.oid is null
     or k.history_at is null
     or k.history_at <= :at::timestamptz - interval '1 day'
     or (k.estimated_rows, k.heap_bytes, k.index_bytes, k.toast_bytes, k.dead_rows)
        is distinct from (t.estimated_rows, t.heap_bytes, t.index_bytes, t.toast_bytes, t.dead_rows)
), vanished as (
  delete from caretaker_store.relation as k
  where k.database_id = :database_id
    and not exists (select from fresh as f where f.oid = k.oid)
), history as (
  insert into caretaker_store.relation_sample (database_id, oid, taken_at, estimated_rows, heap_bytes, index_bytes, toast_bytes, dead_rows)
  select :database_id, c.oid, :at::timestamptz, c.estimated_rows, c.heap_bytes, c.index_bytes, c.toast_bytes, c.dead_rows
  from changed as c
  on conflict do nothing
)
insert into caretaker_store.relation (database_id, oid, schema_name, relation_name, kind, parent_oid, estimated_rows, heap_bytes,
  index_bytes, toast_bytes, size_exact, dead_rows, vacuumed_at, analyzed_at, taken_at, history_at)
select :database_id, t.oid, t.schema_name, t.relation_name, t.kind, t.parent_oid, t.estimated_rows, t.heap_bytes,
  t.index_bytes, t.toast_bytes, t.size_exact, t.dead_rows, t.vacuumed_at, t.analyzed_at, :at::timestamptz, c.at
from taken as t
left join (select c.oid, :at::timestamptz as at from changed as c) as c on c.oid = t.oid
on conflict (database_id, oid) do update
set schema_name = excluded.schema_name,
    relation_name = excluded.relation_name,
    kind = excluded.kind,
    parent_oid = excluded.parent_oid,
    estimated_rows = excluded.estimated_rows,
    heap_bytes = excluded.heap_bytes,
    index_bytes = excluded.index_bytes,
    toast_bytes = excluded.toast_bytes,
    size_exact = excluded.size_exact,
    dead_rows = excluded.dead_rows,
    vacuumed_at = excluded.vacuumed_at,
    analyzed_at = excluded.analyzed_at,
    taken_at = excluded.taken_at,
    history_at = coalesce(excluded.history_at, caretaker_store.relation.history_at);
