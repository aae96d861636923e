-- Growth: tables
-- The tables that grow most, or those that were asked for, with their bytes and rows of each day: pairs of the day since 1970 and the values.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of schema.table
-- :since  timestamptz  <2026-01-01T00:00:00Z>  The first day
-- :offset  bigint  <0>  Rows before the page
with page as (
  select
    r.*,
    count(*) over () as found
  from caretaker_store.relation_state as r
  where r.kind not in ('partition', 'foreign table')
    and (:database::bigint is null or r.database_id = :database::bigint)
    and strpos(lower(r.schema_name || '.' || r.relation_name), lower(:search)) > 0
  order by r.grown_bytes desc nulls last, r.total_bytes desc nulls last, r.database_id, r.oid
  limit 25
  offset :offset::bigint
)
select
  p.database_name,
  p.schema_name,
  p.relation_name,
  p.total_bytes,
  p.estimated_rows,
  p.policies,
  p.found,
  (select sum(a.total_bytes) from caretaker_store.relation_state as a where a.database_id = p.database_id and a.kind <> 'partition') as all_bytes,
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
    ) as h), '[]') as history
from page as p
order by p.grown_bytes desc nulls last, p.total_bytes desc nulls last, p.database_id, p.oid;
