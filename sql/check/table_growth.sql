-- Table growth
-- Tables that became much larger within 30 days.
-- scope: database
-- reads: store
-- :warning  numeric  <50>  Per cent in 30 days
-- :critical  numeric  <200>  Per cent in 30 days
-- :floor  numeric  <1>  GB of growth below which the share does not matter
select
  case when 100 * t.grown_share > :critical::numeric then 'critical' else 'warning' end as severity,
  t.schema_name || '.' || t.relation_name as target,
  round(100 * t.grown_share, 1) as measure,
  '%' as unit,
  format('It grew by %s, %s %%, since %s UTC, limit %s %%.', pg_size_pretty(t.grown_bytes), to_char(100 * t.grown_share, 'FM999,999,990.0'),
    to_char(t.base_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from caretaker_store.relation_state as t
where t.database_id = :database::bigint
  and t.kind <> 'partition'
  and t.grown_bytes >= :floor::numeric * 1073741824
  and 100 * t.grown_share > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
