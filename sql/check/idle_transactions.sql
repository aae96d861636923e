-- Idle transactions
-- Sessions that began a transaction and do nothing: they keep locks and hold back VACUUM everywhere.
-- scope: server
-- reads: target
-- needs: pg_monitor
-- :warning  numeric  <5>  Minutes idle in a transaction
-- :critical  numeric  <60>  Minutes idle in a transaction
with idle as (
  select
    a.pid,
    a.usename,
    a.datname,
    a.query,
    round(extract(epoch from clock_timestamp() - a.state_change)::numeric / 60, 2) as measure
  from pg_catalog.pg_stat_activity as a
  where a.state in ('idle in transaction', 'idle in transaction (aborted)')
)
select
  case when i.measure > :critical::numeric then 'critical' else 'warning' end as severity,
  'pid ' || i.pid as target,
  i.measure,
  'min' as unit,
  format('%s in %s has been idle in a transaction for %s min, limit %s; its last statement: %s', coalesce(i.usename, 'a login'), coalesce(i.datname, 'no database'),
    to_char(i.measure, 'FM999,999,990.0'), least(:warning::numeric, :critical::numeric), left(regexp_replace(i.query, '\s+', ' ', 'g'), 120)) as detail,
  null::text as remedy,
  jsonb_build_object('pid', i.pid) as remedy_params
from idle as i
where i.measure > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
