-- Long-running queries
-- Statements that have been running for minutes hold back VACUUM and often wait for something.
-- scope: server
-- reads: target
-- needs: pg_monitor
-- :warning  numeric  <5>  Minutes
-- :critical  numeric  <60>  Minutes
with running as (
  select
    a.pid,
    a.usename,
    a.datname,
    a.application_name,
    a.query,
    round(extract(epoch from clock_timestamp() - a.query_start)::numeric / 60, 2) as measure
  from pg_catalog.pg_stat_activity as a
  where a.state = 'active'
    and a.backend_type = 'client backend'
    and a.pid <> pg_backend_pid()
)
select
  'ok' as severity,
  'queries' as target,
  null::numeric as measure,
  'min' as unit,
  'No long-running queries' as detail,
  null::text as remedy,
  null::jsonb as remedy_params
where not exists (select from running as r where r.measure > least(:warning::numeric, :critical::numeric))
union all
select
  case when r.measure > :critical::numeric then 'critical' else 'warning' end,
  'pid ' || r.pid,
  r.measure,
  'min',
  format('%s in %s has been running for %s min, limit %s: %s', coalesce(r.usename, 'a login'), coalesce(r.datname, 'no database'), to_char(r.measure, 'FM999,999,990.0'),
    least(:warning::numeric, :critical::numeric), left(regexp_replace(r.query, '\s+', ' ', 'g'), 120)),
  null,
  jsonb_build_object('pid', r.pid)
from running as r
where r.measure > least(:warning::numeric, :critical::numeric)
order by severity, measure desc nulls last, target;
