-- Index bloat
-- Empty space inside indexes: at 50 % an index is twice as large as it has to be.
-- scope: database
-- reads: store
-- series: bloat
-- :warning  numeric  <50>  Per cent of the index
-- :critical  numeric  <80>  Per cent of the index
-- :floor  numeric  <100>  MB wasted below which the share does not matter
with newest as (
  select distinct on (b.oid)
    b.*,
    i.schema_name || '.' || i.index_name as target,
    format('%I.%I', i.schema_name, i.index_name) as quoted,
    round(100.0 * b.wasted_bytes / nullif(b.total_bytes, 0), 1) as measure
  from caretaker_store.bloat as b
  join caretaker_store.index as i on i.database_id = b.database_id and i.oid = b.oid
  where b.database_id = :database::bigint
    and b.kind = 'index'
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
  'reindex' as remedy,
  jsonb_build_object('index', n.quoted) as remedy_params
from newest as n
where n.wasted_bytes >= :floor::numeric * 1048576
  and n.measure > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
