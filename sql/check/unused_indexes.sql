-- Unused indexes
-- Indexes that no query has used for weeks. What a constraint or the replica identity needs is left out; look at the replicas before dropping one.
-- scope: database
-- reads: store
-- series: indexes
-- :warning  numeric  <100>  MB of one index
-- :critical  numeric  <>  MB of one index
-- :days  numeric  <30>  Days without a scan before an index counts as unused
with unused as (
  select
    i.*,
    round(extract(epoch from :at::timestamptz - greatest(i.observed_since, i.used_at))::numeric / 86400, 1) as days
  from caretaker_store.index as i
  where i.database_id = :database::bigint
    and not i.is_unique
    and not i.is_primary
    and not i.is_constraint
    and not i.is_identity
    and not i.is_partitioned
    and i.is_valid
    and i.observed_scans = 0
    and i.size_bytes > least(:warning::numeric, :critical::numeric) * 1048576
)
select
  case when u.size_bytes > :critical::numeric * 1048576 then 'critical' else 'warning' end as severity,
  u.schema_name || '.' || u.index_name as target,
  u.size_bytes::numeric as measure,
  'bytes' as unit,
  format('%s on %s, not used for %s days, limit %s MB.', pg_size_pretty(u.size_bytes), u.schema_name || '.' || u.table_name, u.days,
    least(:warning::numeric, :critical::numeric)) as detail,
  'drop_index' as remedy,
  jsonb_build_object('index', format('%I.%I', u.schema_name, u.index_name)) as remedy_params
from unused as u
where u.days >= :days::numeric
order by measure desc, target;
