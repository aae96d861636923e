-- Cleanup
-- The statistics of every policy: what its table holds, what is past its time, the oldest row, the last run.
-- :database_id  bigint  <1>  One database, or all when empty
select
  p.id as policy_id,
  p.name as policy_name,
  p.database_id,
  d.name as database_name,
  d.environment,
  d.zone,
  p.schema_name,
  p.table_name,
  p.keep,
  p.version = c.policy_version as current,
  c.taken_at,
  c.took_ms,
  c.total_rows,
  c.due_rows,
  c.due_exact,
  c.due_bytes,
  c.oldest,
  c.oldest_at,
  c.table_bytes,
  c.error,
  l.id as last_run_id,
  l.status as last_status,
  coalesce(l.ended_at, l.started_at) as last_run_at,
  l.done_rows as last_rows,
  l.reason as last_reason,
  g.id as going_run_id
from caretaker_store.policy as p
join caretaker_store.database as d on d.id = p.database_id
left join caretaker_store.cleanup_sample as c on c.policy_id = p.id
left join lateral (
  select r.id, r.status, r.started_at, r.ended_at, r.done_rows, r.reason
  from caretaker_store.maintenance_log as r
  where r.policy_id = p.id
    and r.status not in ('queued', 'running')
  order by r.started_at desc, r.id desc
  limit 1
) as l on true
left join lateral (
  select r.id
  from caretaker_store.maintenance_log as r
  where r.policy_id = p.id
    and r.status in ('queued', 'running')
  order by r.id desc
  limit 1
) as g on true
where :database_id::bigint is null or p.database_id = :database_id::bigint
order by d.name, p.schema_name, p.table_name, p.name;
