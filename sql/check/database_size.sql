-- Database size
-- The size of the whole database as PostgreSQL counts it.
-- scope: database
-- reads: store
-- :warning  numeric  <5>  GB
-- :critical  numeric  <10>  GB
select
  case when d.size_bytes > :critical::numeric * 1073741824 then 'critical' when d.size_bytes > least(:warning::numeric, :critical::numeric) * 1073741824 then 'warning'
    when d.size_bytes is null then 'unknown' else 'ok' end as severity,
  d.name as target,
  d.size_bytes::numeric as measure,
  'bytes' as unit,
  coalesce(format('%s, limit %s GB.', pg_size_pretty(d.size_bytes), least(:warning::numeric, :critical::numeric)), 'It has not been measured yet.') as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from caretaker_store.database as d
where d.id = :database::bigint
order by target;
