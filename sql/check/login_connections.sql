-- Connections of a login
-- Logins with a connection limit that have nearly used it up.
-- scope: server
-- reads: target
-- needs: pg_monitor
-- :warning  numeric  <80>  Per cent of the login's own limit
-- :critical  numeric  <100>  Per cent of the login's own limit
-- :floor  numeric  <3>  Connections below which the share does not matter
select
  case when 100.0 * count(a.pid) / r.rolconnlimit >= :critical::numeric then 'critical' else 'warning' end as severity,
  r.rolname::text as target,
  round(100.0 * count(a.pid) / r.rolconnlimit, 1) as measure,
  '%' as unit,
  format('%s of its %s connections %s open (%s %%, limit %s %%).', count(a.pid), r.rolconnlimit, case when count(a.pid) = 1 then 'is' else 'are' end,
    round(100.0 * count(a.pid) / r.rolconnlimit),
    least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from pg_catalog.pg_roles as r
join pg_catalog.pg_stat_activity as a on a.usesysid = r.oid and a.backend_type = 'client backend'
where r.rolconnlimit > 0
group by r.rolname, r.rolconnlimit
having count(a.pid) >= :floor::numeric
  and 100.0 * count(a.pid) / r.rolconnlimit >= least(:warning::numeric, :critical::numeric)
order by target;
