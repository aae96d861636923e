-- Rollbacks
-- Transactions that were rolled back among all within the last day, by the differences between samples.
-- scope: database
-- reads: store
-- series: database
-- :warning  numeric  <10>  Per cent of the transactions
-- :critical  numeric  <30>  Per cent of the transactions
-- :floor  numeric  <1000>  Rollbacks below which the share does not matter
-- :hours  numeric  <24>  Hours looked back on
with counted as (
  select
    i.*,
    (i.counts ->> 'rollbacks')::numeric as rollbacks,
    (i.counts ->> 'rollbacks')::numeric + (i.counts ->> 'commits')::numeric as transactions
  from caretaker_store.increases(:database::bigint, 'database', '{commits,rollbacks}', :at::timestamptz, :hours::numeric * interval '1 hour') as i
), share as (
  select
    c.*,
    round(100 * c.rollbacks / nullif(c.transactions, 0), 1) as measure
  from counted as c
)
select
  case when s.unknown is not null then 'unknown'
    when s.rollbacks < :floor::numeric then 'ok'
    when s.measure > :critical::numeric then 'critical'
    when s.measure > least(:warning::numeric, :critical::numeric) then 'warning'
    else 'ok' end as severity,
  s.target,
  s.measure,
  '%' as unit,
  coalesce(s.unknown, format('%s of %s transactions were rolled back within %s hours, limit %s %%.', to_char(s.rollbacks, 'FM999,999,999,999,990'),
    to_char(s.transactions, 'FM999,999,999,999,990'), s.hours, least(:warning::numeric, :critical::numeric))) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from share as s
order by target;
