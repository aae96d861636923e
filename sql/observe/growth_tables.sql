-- Growth: tables
-- The tables that grow most, or those that were asked for, with their bytes and rows of each day: pairs of the day since 1970 and the values.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of schema.table
-- :since  timestamptz  <2026-01-01T00:00:00Z>  The first day
-- :offset  bigint  <0>  Rows before the page
with sums as materialized (
  select a.database_id, sum(a.heap_bytes + a.index_bytes + a.toast_bytes) as bytes
  from caretaker_store.relation as a
  where a.kind <> 'partition'
  group by a.database_id
), page as (
  select
    r.*,
    r.heap_bytes + r.index_bytes + r.toast_bytes as total_bytes,
    r.heap_bytes + r.index_bytes + r.toast_bytes - r.base_bytes as grown_bytes,
    count(*) over () as found
  from caretaker_store.relation as r
  where r.kind not in ('partition', 'foreign table')
    and (:database::bigint is null or r.database_id = :database::bigint)
    and (:search = '' or strpos(lower(r.schema_name || '.' || r.relation_name), lower(:search)) > 0)
  order by grown_bytes desc nulls last, total_bytes desc nulls last, r.database_id, r.oid
  limit 25
  offset :offset::bigint
)
select
  d.name as database_name,
  p.schema_name,
  p.relation_name,
  p.total_bytes,
  p.estimated_rows,
  (select count(*) from caretaker_store.policy as k where k.database_id = p.database_id and k.schema_name = p.schema_name and k.table_name = p.relation_name) as policies,
  p.found,
  (select a.bytes from sums as a where a.database_id = p.database_id) as all_bytes,
  coalesce((
    select jsonb_agg(jsonb_build_array(h.day - date '1970-01-01', h.bytes, h.estimated_rows) order by h.day)
    from (
      select distinct on ((s.taken_at at time zone 'UTC')::date)
        (s.taken_at at time zone 'UTC')::date as day,
        s.heap_bytes + s.index_bytes + s.toast_bytes as bytes,
        s.estimated_rows
      from caretaker_store.relation_sample as s
      where s.database_id = p.database_id
        and s.oid = p.oid
        and s.taken_at >= :since::timestamptz
      order by (s.taken_at at time zone 'UTC')::date, s.taken_at desc
    ) as h), '[]') as history,
  (select to_jsonb(t)
   from caretaker_store.series as s
   cross join lateral jsonb_to_recordset(s.rows) as t(schema_name text, relation_name text, column_name text, tenants float8, null_share float8, shares jsonb)
   where s.database_id = p.database_id
     and s.series = 'tenants'
     and t.schema_name = p.schema_name
     and t.relation_name = p.relation_name
   limit 1) as tenants
from page as p
join caretaker_store.database as d on d.id = p.database_id
order by p.grown_bytes desc nulls last, p.total_bytes desc nulls last, p.database_id, p.oid;
