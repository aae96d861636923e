-- Connection pool
-- Connections in use beside the most that the server allows.
-- scope: server
-- reads: target
-- needs: pg_monitor
-- :warning  numeric  <80>  Per cent of max_connections
-- :critical  numeric  <95>  Per cent of max_connections
-- :floor  numeric  <10>  Connections below which the share does not matter
with pool as (
  select
    count(*) as open,
    count(*) filter (where a.state = 'active') as used,
    count(*) filter (where a.state like 'idle%') as idle,
    current_setting('max_connections')::integer as most
  from pg_catalog.pg_stat_activity as a
  where a.backend_type in ('client backend', 'walsender')
), share as (
  select
    p.*,
    round(100.0 * p.open / p.most, 1) as measure
  from pool as p
)
select
  'ok' as severity,
  'connections' as target,
  s.measure,
  '%' as unit,
  format('Connection pool: Open=%s InUse=%s Idle=%s MaxOpen=%s', s.open, s.used, s.idle, s.most) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from share as s
union all
select
  case when s.measure > :critical::numeric then 'critical' else 'warning' end,
  'connections',
  s.measure,
  '%',
  format('%s of %s connections are open (%s %%, limit %s %%); idle: %s.', s.open, s.most, s.measure, least(:warning::numeric, :critical::numeric), s.idle),
  null,
  null
from share as s
where s.open >= :floor::numeric
  and s.measure > least(:warning::numeric, :critical::numeric)
order by severity;
