-- Rollbacks
-- Transactions that were rolled back among all within the last day, by the differences between samples.
-- scope: database
-- reads: store
-- series: database
-- :warning  numeric  <10>  Per cent of the transactions
-- :critical  numeric  <30>  Per cent of the transactions
-- :floor  numeric  <1000>  Rollbacks below which the share does not matter
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
    coalesce(caretaker_store.increase(d.id, 'database', '', 'commits', s.began, s.ended), 0)::numeric as commits,
    coalesce(caretaker_store.increase(d.id, 'database', '', 'rollbacks', s.began, s.ended), 0)::numeric as rollbacks
  from span as s
  join caretaker_store.database as d on d.id = :database::bigint
  where s.ended > s.began
), share as (
  select
    c.*,
    c.commits + c.rollbacks as transactions,
    round(100 * c.rollbacks / nullif(c.commits + c.rollbacks, 0), 1) as measure
  from counted as c
)
select
  case when s.measure > :critical::numeric then 'critical' else 'warning' end as severity,
  s.target,
  s.measure,
  '%' as unit,
  format('%s of %s transactions were rolled back within %s hours, limit %s %%.', s.rollbacks, s.transactions, s.hours, least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from share as s
where s.rollbacks >= :floor::numeric
  and s.measure > least(:warning::numeric, :critical::numeric)
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
