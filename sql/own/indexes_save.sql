-- The newest sample of each index, history where something changed or a day has passed, vanished ones removed.
-- The window of observation begins anew when the counters were reset: a counter never runs backwards.
-- A definition that was not read stays as it was known; an index without any waits for the next round.
with recursive fresh as materialized (
  select *
  from json_to_recordset(:rows::json) as r (
    oid bigint, table_oid bigint, schema_name text, table_name text, index_name text, method text, definition text, version bigint, columns text[], keys text[],
    included text[], predicate text, is_unique boolean, is_primary boolean, is_constraint boolean, is_identity boolean, is_valid boolean,
    is_ready boolean, is_partitioned boolean, parent_oid bigint, size_bytes bigint, size_exact boolean, estimated_rows bigint, scans bigint,
    tuples_read bigint, tuples_fetched bigint, used_at timestamptz, stats_since timestamptz)
), tree (oid, root) as (
  select f.oid, f.oid from fresh as f where f.is_partitioned and f.parent_oid is null
  union all
  select f.oid, t.root from fresh as f join tree as t on f.parent_oid = t.oid
), rolled as materialized (
  -- The indexes of partitions, summed under the topmost one.
  select
    r.root,
    sum(f.size_bytes) as size_bytes,
    bool_and(f.size_exact) as size_exact,
    sum(f.estimated_rows) as estimated_rows,
    sum(f.scans) as scans,
    max(f.used_at) as used_at
  from tree as r
  join fresh as f on f.oid = r.oid
  where not f.is_partitioned
  group by r.root
), judged as materialized (
  select
    f.oid, f.table_oid, f.schema_name, f.table_name, f.index_name, f.method, f.is_unique, f.is_primary, f.is_constraint, f.is_identity, f.is_valid, f.is_ready,
    f.is_partitioned, f.parent_oid, f.tuples_read, f.tuples_fetched, f.stats_since, n.size_bytes, n.size_exact, n.estimated_rows, n.scans, n.used_at,
    coalesce(f.definition, k.definition) as definition,
    case when f.definition is null then k.version else f.version end as version,
    case when f.definition is null then k.columns else f.columns end as columns,
    case when f.definition is null then k.keys else f.keys end as keys,
    case when f.definition is null then k.included else f.included end as included,
    case when f.definition is null then k.predicate else f.predicate end as predicate,
    k.oid is null or coalesce(n.scans < k.scans, false) or coalesce(f.stats_since > k.stats_since, k.stats_since is null and f.stats_since is not null) as anew,
    k.oid is null as first,
    k.scans as scans_before,
    k.observed_since as since_before,
    k.observed_scans as observed_before,
    k.history_at is null or k.history_at <= :at::timestamptz - interval '1 day' or (k.size_bytes, k.scans) is distinct from (n.size_bytes, n.scans) as changed
  from fresh as f
  left join rolled as r on r.root = f.oid
  cross join lateral (select coalesce(r.size_bytes, f.size_bytes) as size_bytes, coalesce(r.size_exact, f.size_exact) as size_exact,
    coalesce(r.estimated_rows, f.estimated_rows) as estimated_rows, coalesce(r.scans, f.scans) as scans, coalesce(r.used_at, f.used_at) as used_at) as n
  left join caretaker_store.index as k on k.database_id = :database_id and k.oid = f.oid
  where coalesce(f.definition, k.definition) is not null
), twins as materialized (
  -- Another index that serves the same searches, and stays: a key before one that is none, the older before the younger.
  select
    j.oid,
    min(o.index_name) filter (where o.keys = j.keys) as duplicate_of,
    min(o.index_name) filter (where o.keys <> j.keys) as covered_by
  from judged as j
  join judged as o on o.table_oid = j.table_oid and o.oid <> j.oid and o.method = j.method and o.predicate is not distinct from j.predicate
    and o.is_valid and j.included <@ (o.included || o.columns)
  where not (j.is_primary or j.is_constraint or j.is_identity or j.parent_oid is not null)
    and (o.keys = j.keys
        and (o.is_unique or not j.is_unique)
        and (o.is_primary or o.is_constraint or o.is_identity or (o.is_unique and not j.is_unique) or (o.is_unique = j.is_unique and o.oid < j.oid))
      or j.method = 'btree'
        and not j.is_unique
        and cardinality(o.keys) > cardinality(j.keys)
        and starts_with(array_to_string(o.keys, chr(1)), array_to_string(j.keys, chr(1)) || chr(1)))
  group by j.oid
), vanished as (
  delete from caretaker_store.index as k
  where k.database_id = :database_id
    and not exists (select from fresh as f where f.oid = k.oid)
), history as (
  insert into caretaker_store.index_sample (database_id, oid, taken_at, size_bytes, scans)
  select :database_id, j.oid, :at::timestamptz, j.size_bytes, j.scans
  from judged as j
  where j.changed
    and not j.is_partitioned
  on conflict do nothing
)
insert into caretaker_store.index (database_id, oid, table_oid, schema_name, table_name, index_name, method, definition, version, columns, keys, included, predicate,
  is_unique, is_primary, is_constraint, is_identity, is_valid, is_ready, is_partitioned, parent_oid, size_bytes, size_exact, estimated_rows, scans,
  tuples_read, tuples_fetched, used_at, stats_since, observed_since, observed_scans, taken_at, history_at,
  duplicate_of, covered_by)
select :database_id, j.oid, j.table_oid, j.schema_name, j.table_name, j.index_name, j.method, j.definition, j.version, j.columns, j.keys, j.included, j.predicate,
  j.is_unique, j.is_primary, j.is_constraint, j.is_identity, j.is_valid, j.is_ready, j.is_partitioned, j.parent_oid, j.size_bytes, j.size_exact,
  j.estimated_rows, j.scans, j.tuples_read, j.tuples_fetched, j.used_at, j.stats_since,
  case when j.anew then :at::timestamptz else j.since_before end,
  case when j.first then 0 when j.anew then coalesce(j.scans, 0) else j.observed_before + coalesce(j.scans - j.scans_before, 0) end,
  :at::timestamptz,
  case when j.changed then :at::timestamptz end,
  t.duplicate_of, t.covered_by
from judged as j
left join twins as t on t.oid = j.oid
on conflict (database_id, oid) do update
set table_oid = excluded.table_oid, schema_name = excluded.schema_name, table_name = excluded.table_name, index_name = excluded.index_name,
    method = excluded.method, definition = excluded.definition, version = excluded.version, columns = excluded.columns, keys = excluded.keys,
    included = excluded.included, predicate = excluded.predicate, is_unique = excluded.is_unique, is_primary = excluded.is_primary,
    is_constraint = excluded.is_constraint, is_identity = excluded.is_identity, is_valid = excluded.is_valid, is_ready = excluded.is_ready,
    is_partitioned = excluded.is_partitioned, parent_oid = excluded.parent_oid, size_bytes = excluded.size_bytes,
    size_exact = excluded.size_exact, estimated_rows = excluded.estimated_rows, scans = excluded.scans, tuples_read = excluded.tuples_read,
    tuples_fetched = excluded.tuples_fetched, used_at = excluded.used_at, stats_since = excluded.stats_since,
    observed_since = excluded.observed_since, observed_scans = excluded.observed_scans, taken_at = excluded.taken_at,
    history_at = coalesce(excluded.history_at, caretaker_store.index.history_at), duplicate_of = excluded.duplicate_of,
    covered_by = excluded.covered_by;
