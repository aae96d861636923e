-- Overview
-- What each database under care needs somebody for: contact, samples, dead rows, growth, cleanup and the runs of the last seven days.
-- :database  bigint  <1>  Id of one database, null for all
-- :at  timestamptz  <2026-11-20T00:00:00Z>  Now
with tables as (
  select
    r.database_id,
    count(*) filter (where r.kind <> 'partition') as tables,
    sum(r.total_bytes) filter (where r.kind <> 'partition') as table_bytes,
    count(*) filter (where r.is_dead and r.kind <> 'partitioned') as dead,
    (array_agg(r.relation_name order by r.dead_rows desc, r.oid) filter (where r.is_dead and r.kind <> 'partitioned'))[1] as dead_name,
    max(r.dead_share) filter (where r.is_dead and r.kind <> 'partitioned') as dead_share,
    count(*) filter (where r.is_growing and r.kind <> 'partition') as growing,
    (array_agg(r.relation_name order by r.grown_bytes desc, r.oid) filter (where r.is_growing and r.kind <> 'partition'))[1] as growing_name
  from caretaker_store.relation_state as r
  group by r.database_id
), cleanup as (
  select
    p.database_id,
    count(*) as policies,
    sum(c.due_rows) as due_rows,
    sum(c.due_bytes) as due_bytes,
    coalesce(bool_and(c.due_exact) filter (where c.due_rows > 0), true) as due_exact,
    count(*) filter (where c.due_rows > 0) as due_policies,
    count(*) filter (where c.error is not null) as uncounted,
    min(p.name) filter (where c.error is not null) as uncounted_name,
    min(c.error) as uncounted_error
  from caretaker_store.policy as p
  left join caretaker_store.cleanup_sample as c on c.policy_id = p.id
  group by p.database_id
), runs as (
  select
    l.database_id,
    count(*) filter (where l.status in ('failed', 'interrupted') and l.started_at > :at::timestamptz - interval '7 days' and l.parent_id is null) as failed,
    count(*) filter (where l.status = 'missed' and l.started_at > :at::timestamptz - interval '7 days' and l.parent_id is null) as missed,
    count(*) filter (where l.status in ('done', 'done_with_remainder', 'stopped') and l.done_rows is not null) as done_runs,
    sum(l.done_rows) filter (where l.policy_id is not null or l.plan_id is not null) as done_rows,
    sum(l.done_bytes) filter (where l.policy_id is not null or l.plan_id is not null) as done_bytes
  from caretaker_store.maintenance_log as l
  where l.started_at > :at::timestamptz - interval '90 days'
  group by l.database_id
)
select
  d.id,
  d.name,
  d.environment,
  d.zone,
  d.login,
  d.login_powers,
  d.allow_superuser,
  d.has_ledger,
  d.contact_at,
  d.contact_error,
  d.sampled_at,
  d.sample_ms,
  d.sample_error,
  coalesce(d.size_bytes, t.table_bytes::bigint) as size_bytes,
  g.size_bytes as former_bytes,
  g.taken_at as former_at,
  coalesce(t.tables, 0) as tables,
  coalesce(t.dead, 0) as dead,
  t.dead_name,
  t.dead_share,
  coalesce(t.growing, 0) as growing,
  t.growing_name,
  coalesce(c.policies, 0) as policies,
  c.due_rows::bigint as due_rows,
  c.due_bytes::bigint as due_bytes,
  coalesce(c.due_exact, true) as due_exact,
  coalesce(c.due_policies, 0) as due_policies,
  coalesce(c.uncounted, 0) as uncounted,
  c.uncounted_name,
  c.uncounted_error,
  coalesce(r.failed, 0) as failed,
  coalesce(r.missed, 0) as missed,
  coalesce(r.done_runs, 0) as done_runs,
  r.done_rows::bigint as done_rows,
  r.done_bytes::bigint as done_bytes
from caretaker_store.database as d
left join tables as t on t.database_id = d.id
left join cleanup as c on c.database_id = d.id
left join runs as r on r.database_id = d.id
left join lateral (
  (select s.size_bytes, s.taken_at from caretaker_store.database_sample as s
   where s.database_id = d.id and s.taken_at <= :at::timestamptz - interval '30 days' order by s.taken_at desc limit 1)
  union all
  (select s.size_bytes, s.taken_at from caretaker_store.database_sample as s
   where s.database_id = d.id and s.taken_at > :at::timestamptz - interval '30 days' order by s.taken_at limit 1)
  limit 1
) as g on true
where :database::bigint is null or d.id = :database::bigint
order by array_position(array['production', 'staging', 'development'], d.environment), d.name;
