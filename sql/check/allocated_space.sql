-- Allocated space
-- The database beside the space that was set aside for it. PostgreSQL does not know that figure: an admin says it here.
-- scope: database
-- reads: store
-- :warning  numeric  <80>  Per cent of the space set aside
-- :critical  numeric  <95>  Per cent of the space set aside
-- :allocated  numeric  <>  GB set aside for this database
-- :floor  numeric  <1>  GB of the database below which the share does not matter
with share as (
  select
    d.name,
    d.size_bytes,
    round(100 * d.size_bytes / nullif(:allocated::numeric * 1073741824, 0), 1) as measure
  from caretaker_store.database as d
  where d.id = :database::bigint
)
select
  case when s.measure is null then 'unknown'
    when s.size_bytes < :floor::numeric * 1073741824 then 'ok'
    when s.measure > :critical::numeric then 'critical'
    when s.measure > least(:warning::numeric, :critical::numeric) then 'warning'
    else 'ok' end as severity,
  s.name as target,
  s.measure,
  '%' as unit,
  case when :allocated::numeric is null then 'Nobody has said how many GB are set aside for it; set the threshold allocated.'
    when s.size_bytes is null then 'Its size has not been measured yet.'
    else format('%s of %s GB, %s %%, limit %s %%.', pg_size_pretty(s.size_bytes), :allocated::numeric, s.measure, least(:warning::numeric, :critical::numeric)) end as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from share as s
order by target;
