-- Growth without a policy
-- Tables that grow and have no policy that says what to keep: they grow for ever.
-- scope: database
-- reads: store
-- :warning  numeric  <500>  MB grown in 30 days
-- :critical  numeric  <>  MB grown in 30 days
select
  case when t.grown_bytes > :critical::numeric * 1048576 then 'critical' else 'warning' end as severity,
  t.schema_name || '.' || t.relation_name as target,
  t.grown_bytes::numeric as measure,
  'bytes' as unit,
  format('It grew by %s since %s UTC, limit %s MB, and no policy says what to keep.', pg_size_pretty(t.grown_bytes),
    to_char(t.base_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from caretaker_store.relation_state as t
where t.database_id = :database::bigint
  and t.kind not in ('partition', 'foreign table')
  and t.policies = 0
  and t.grown_bytes > least(:warning::numeric, :critical::numeric) * 1048576
order by measure desc, target;
