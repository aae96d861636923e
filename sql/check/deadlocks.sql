-- Deadlocks
-- Deadlocks per day, counted by the differences between samples. A shorter window than a day is not stretched: one deadlock does not become many.
-- scope: database
-- reads: store
-- series: database
-- :warning  numeric  <5>  A day
-- :critical  numeric  <100>  A day
-- :floor  numeric  <3>  Deadlocks in all below which the rate does not matter
-- :hours  numeric  <24>  Hours looked back on
with counted as (
  select
    i.*,
    (i.counts ->> 'deadlocks')::numeric as deadlocks
  from caretaker_store.increases(:database::bigint, 'database', '{deadlocks}', :at::timestamptz, :hours::numeric * interval '1 hour') as i
), daily as (
  select
    c.*,
    c.deadlocks / greatest(c.hours / 24, 1) as rate
  from counted as c
)
select
  case when d.unknown is not null then 'unknown'
    when d.deadlocks < greatest(:floor::numeric, 1) then 'ok'
    when d.rate > :critical::numeric then 'critical'
    when d.rate > least(:warning::numeric, :critical::numeric) then 'warning'
    else 'ok' end as severity,
  d.target,
  round(d.rate, 1) as measure,
  'a day' as unit,
  coalesce(d.unknown, format('%s deadlock%s within %s hours, limit %s a day.', to_char(d.deadlocks, 'FM999,999,999,999,990'), case when d.deadlocks <> 1 then 's' end, d.hours,
    least(:warning::numeric, :critical::numeric))) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from daily as d
order by target;
