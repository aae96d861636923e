-- Blocked queries
-- Sessions that wait for a lock of another one. A short wait is normal; a long one stops an application.
-- scope: server
-- reads: target
-- needs: pg_monitor
-- :warning  numeric  <5>  Seconds that a session waits
-- :critical  numeric  <60>  Seconds that a session waits
with blocked as (
  select
    a.pid,
    a.usename,
    a.datname,
    a.query,
    pg_blocking_pids(a.pid) as by,
    round(extract(epoch from clock_timestamp() - a.state_change)::numeric, 1) as measure -- the wait is not longer than its statement
  from pg_catalog.pg_stat_activity as a
  where a.wait_event_type = 'Lock'
)
select
  'ok' as severity,
  'queries' as target,
  null::numeric as measure,
  's' as unit,
  'No blocked queries' as detail,
  null::text as remedy,
  null::jsonb as remedy_params
where not exists (select from blocked as b where b.measure > least(:warning::numeric, :critical::numeric))
union all
select
  case when b.measure > :critical::numeric then 'critical' else 'warning' end,
  'pid ' || b.pid,
  b.measure,
  's',
  format('%s in %s waits for pid %s, its statement runs for %s s, limit %s: %s', coalesce(b.usename, 'a login'), coalesce(b.datname, 'no database'),
    array_to_string(b.by, ', '), to_char(b.measure, 'FM999,999,990.0'), least(:warning::numeric, :critical::numeric), left(regexp_replace(b.query, '\s+', ' ', 'g'), 120)),
  null,
  jsonb_build_object('pid', b.pid, 'blocked_by', b.by)
from blocked as b
where b.measure > least(:warning::numeric, :critical::numeric)
order by severity, measure desc nulls last, target;
