-- Table sizes
-- Size of each table with its indexes and TOAST. A table over the limit wants partitions, an archive or a shorter keep.
-- scope: database
-- reads: store
-- :warning  numeric  <100>  GB of one table
-- :critical  numeric  <>  GB of one table
with sized as (
  select
    t.schema_name || '.' || t.relation_name as target,
    t.total_bytes,
    row_number() over (order by t.policies > 0 desc, t.total_bytes desc, t.oid) as place
  from caretaker_store.relation_state as t
  where t.database_id = :database::bigint
    and t.kind <> 'partition'
    and t.total_bytes is not null
)
select
  'ok' as severity,
  'tables' as target,
  null::numeric as measure,
  'bytes' as unit,
  'Table sizes: ' || string_agg(s.target || '=' || pg_size_pretty(s.total_bytes), ' ' order by s.place) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from sized as s
where s.place <= 5
having count(*) > 0
union all
select
  case when s.total_bytes > :critical::numeric * 1073741824 then 'critical' else 'warning' end,
  s.target,
  s.total_bytes,
  'bytes',
  format('%s, limit %s GB.', pg_size_pretty(s.total_bytes), least(:warning::numeric, :critical::numeric)),
  null,
  null
from sized as s
where s.total_bytes > least(:warning::numeric, :critical::numeric) * 1073741824
order by severity, measure desc nulls last, target;
