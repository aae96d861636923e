-- Free disk space
-- What is left on the disk of the server. No function of PostgreSQL tells it: an admin says here how much its databases may fill, and their sizes are taken off.
-- scope: server
-- reads: target
-- needs: pg_monitor
-- :warning  numeric  <15>  Per cent free
-- :critical  numeric  <10>  Per cent free
-- :capacity  numeric  <>  GB that the databases of this server may fill
-- :floor  numeric  <1>  GB in use below which the share does not matter
with disk as (
  select sum(pg_database_size(d.oid)) as used
  from pg_catalog.pg_database as d
  where :capacity::numeric is not null
), share as (
  select
    k.used,
    round(100 - 100 * k.used / nullif(:capacity::numeric * 1073741824, 0), 1) as measure
  from disk as k
)
select
  case when s.measure is null then 'unknown'
    when s.used < :floor::numeric * 1073741824 then 'ok'
    when s.measure < :critical::numeric then 'critical'
    when s.measure < greatest(:warning::numeric, :critical::numeric) then 'warning'
    else 'ok' end as severity,
  'disk' as target,
  s.measure,
  '%' as unit,
  case when s.measure is null then 'PostgreSQL does not tell how full its disk is; set the threshold capacity to what its databases may fill.'
    else format('%s of %s GB in use, %s %% free, limit %s %%.', pg_size_pretty(s.used), :capacity::numeric, s.measure, greatest(:warning::numeric, :critical::numeric)) end as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from share as s
order by target;
