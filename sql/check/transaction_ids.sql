-- Transaction ids
-- The age of the oldest transaction id of each database. At two thousand million PostgreSQL stops taking writes.
-- scope: server
-- reads: target
-- :warning  numeric  <40>  Per cent of the ids
-- :critical  numeric  <75>  Per cent of the ids
-- :floor  numeric  <1000000>  Transactions below which the share does not matter
with aged as (
  select
    d.datname::text as target,
    age(d.datfrozenxid) as age,
    100.0 * age(d.datfrozenxid) / 2000000000 as share,
    row_number() over (order by age(d.datfrozenxid) desc, d.datname) as place
  from pg_catalog.pg_database as d
  where d.datallowconn
), judged as (
  select
    a.*,
    case when a.age < :floor::numeric then 'ok'
      when a.share > :critical::numeric then 'critical'
      when a.share > least(:warning::numeric, :critical::numeric) then 'warning'
      else 'ok' end as severity,
    to_char(a.age, 'FM999,999,999,999,990') as said
  from aged as a
)
select
  j.severity,
  j.target,
  round(j.share, 2) as measure,
  '%' as unit,
  case j.severity when 'ok' then format('The oldest is %s transactions old in %s, %s %% of what is possible, limit %s %%.', j.said, j.target, round(j.share, 1),
      least(:warning::numeric, :critical::numeric))
    else format('%s transactions old, %s %% of what is possible, limit %s %%; autovacuum freezes at %s.', j.said, round(j.share, 1),
      least(:warning::numeric, :critical::numeric), to_char(current_setting('autovacuum_freeze_max_age')::numeric, 'FM999,999,999,999,990')) end as detail,
  'vacuum' as remedy,
  null::jsonb as remedy_params
from judged as j
where j.severity <> 'ok'
  or j.place = 1
order by measure desc, target;
