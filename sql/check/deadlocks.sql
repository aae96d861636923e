-- Deadlocks
-- Deadlocks per day, counted by the differences between samples. A shorter window than a day is not stretched: one deadlock does not become many.
-- scope: database
-- reads: store
-- series: database
-- :warning  numeric  <5>  A day
-- :critical  numeric  <100>  A day
-- :floor  numeric  <3>  Deadlocks in all below which the rate does not matter
-- :hours  numeric  <24>  Hours looked back on
with span as (
  select
    min(f.taken_at) as began,
    max(f.taken_at) as ended
  from caretaker_store.figure as f
  where f.database_id = :database::bigint
    and f.series = 'database'
    and f.object = ''
    and f.metric = 'commits'
    and f.taken_at >= :at::timestamptz - :hours::numeric * interval '1 hour'
    and f.taken_at <= :at::timestamptz
), counted as (
  select
    d.name as target,
    round(extract(epoch from s.ended - s.began)::numeric / 3600, 1) as hours,
    coalesce(caretaker_store.increase(d.id, 'database', '', 'deadlocks', s.began, s.ended), 0)::numeric as deadlocks
  from span as s
  join caretaker_store.database as d on d.id = :database::bigint
  where s.ended > s.began
), daily as (
  select
    c.*,
    c.deadlocks / greatest(c.hours / 24, 1) as rate
  from counted as c
)
select
  case when d.rate > :critical::numeric then 'critical' else 'warning' end as severity,
  d.target,
  round(d.rate, 1) as measure,
  'a day' as unit,
  format('%s deadlocks within %s hours, limit %s a day.', d.deadlocks, d.hours, least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from daily as d
where d.deadlocks >= greatest(:floor::numeric, 1)
  and d.rate > least(:warning::numeric, :critical::numeric)
union all
select
  'unknown',
  'counters',
  null,
  null,
  format('Two samples within the last %s hours are needed, and there are not: what was counted since a reset long ago does not tell how it goes now.', :hours::numeric),
  null,
  null
where not exists (select from counted)
order by severity, target;
