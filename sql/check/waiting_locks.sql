-- Waiting locks
-- Lock requests that are not granted, in numbers.
-- scope: server
-- reads: target
-- :warning  numeric  <5>  Locks
-- :critical  numeric  <10>  Locks
with waiting as (
  select count(*)::numeric as locks
  from pg_catalog.pg_locks as l
  where not l.granted
)
select
  case when w.locks > :critical::numeric then 'critical' when w.locks > least(:warning::numeric, :critical::numeric) then 'warning' else 'ok' end as severity,
  'locks' as target,
  w.locks as measure,
  'locks' as unit,
  format('%s %s waited for, limit %s.', w.locks, case when w.locks = 1 then 'lock is' else 'locks are' end, least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from waiting as w
order by target;
