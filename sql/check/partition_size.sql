-- Partition size
-- Partitions that have become too large to be handled whole.
-- scope: database
-- reads: store
-- :warning  numeric  <20>  GB of one partition
-- :critical  numeric  <>  GB of one partition
select
  case when t.total_bytes > :critical::numeric * 1073741824 then 'critical' else 'warning' end as severity,
  t.schema_name || '.' || t.relation_name as target,
  t.total_bytes::numeric as measure,
  'bytes' as unit,
  format('%s, limit %s GB; shorter ranges make smaller partitions.', pg_size_pretty(t.total_bytes), least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from caretaker_store.relation_state as t
where t.database_id = :database::bigint
  and t.kind = 'partition'
  and t.total_bytes > least(:warning::numeric, :critical::numeric) * 1073741824
order by measure desc, target;
