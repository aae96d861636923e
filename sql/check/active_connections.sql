-- Active connections
-- Connections of clients, in numbers: what a pool should stay below whatever the server allows.
-- scope: server
-- reads: target
-- needs: pg_monitor
-- :warning  numeric  <50>  Connections
-- :critical  numeric  <80>  Connections
with clients as (
  select count(*)::numeric as open
  from pg_catalog.pg_stat_activity as a
  where a.backend_type = 'client backend'
)
select
  case when c.open > :critical::numeric then 'critical' when c.open > least(:warning::numeric, :critical::numeric) then 'warning' else 'ok' end as severity,
  'connections' as target,
  c.open as measure,
  'connections' as unit,
  format('%s connection%s of clients, limit %s.', c.open, case when c.open <> 1 then 's' end, least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from clients as c
order by target;
