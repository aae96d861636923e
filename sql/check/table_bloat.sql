-- Table bloat
-- Empty space inside tables. VACUUM makes it usable again for the same table; only a rebuild gives it back to the disk.
-- scope: database
-- reads: store
-- series: bloat
-- :warning  numeric  <30>  Per cent of the table
-- :critical  numeric  <50>  Per cent of the table
-- :floor  numeric  <100>  MB wasted below which the share does not matter
with newest as (
  select distinct on (b.oid)
    b.*,
    r.schema_name || '.' || r.relation_name as target,
    format('%I.%I', r.schema_name, r.relation_name) as quoted,
    round(100.0 * b.wasted_bytes / nullif(b.total_bytes, 0), 1) as measure
  from caretaker_store.bloat as b
  join caretaker_store.relation as r on r.database_id = b.database_id and r.oid = b.oid
  where b.database_id = :database::bigint
    and b.kind = 'table'
    and b.unknown is null
  order by b.oid, b.taken_at desc, b.method desc
)
select
  case when n.measure > :critical::numeric then 'critical' else 'warning' end as severity,
  n.target,
  n.measure,
  '%' as unit,
  format('%s of %s are empty (%s %%, %s), limit %s %%.', pg_size_pretty(n.wasted_bytes), pg_size_pretty(n.total_bytes), n.measure, n.method,
    least(:warning::numeric, :critical::numeric)) as detail,
  'vacuum_full' as remedy,
  jsonb_build_object('table', n.quoted) as remedy_params
from newest as n
where n.wasted_bytes >= :floor::numeric * 1048576
  and n.measure > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
