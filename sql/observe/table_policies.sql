-- Table: policies
-- The policies of one table with their newest count, the routines that run them and the last run.
-- :database  bigint  <1>  Id of its database
-- :schema  text  <public>  Its schema
-- :table  text  <events>  Its name
select
  p.id,
  p.name,
  p.column_name,
  p.keep,
  p.action,
  p.conditions,
  p.reason,
  p.owner,
  p.review,
  c.due_rows,
  c.due_exact,
  c.due_bytes,
  c.oldest,
  c.oldest_at,
  c.taken_at,
  c.error,
  (select string_agg(r.name, ', ' order by r.name)
   from caretaker_store.routine as r
   where r.enabled and r.database_id = p.database_id and r.tasks @> to_jsonb(p.name)) as routines,
  l.id as last_run_id,
  l.status as last_status,
  l.at as last_run_at
from caretaker_store.policy as p
left join caretaker_store.cleanup_sample as c on c.policy_id = p.id
left join lateral (
  select
    m.id,
    m.status,
    coalesce(m.ended_at, m.started_at) as at
  from caretaker_store.maintenance_log as m
  where m.policy_id = p.id
  order by m.started_at desc, m.id desc
  limit 1
) as l on true
where p.database_id = :database::bigint
  and p.schema_name = :schema
  and p.table_name = :table
order by p.name;
