-- Sessions without encryption
-- Sessions from other machines over connections that are not encrypted: passwords and rows travel in clear.
-- scope: server
-- reads: target
-- needs: pg_monitor
-- :warning  numeric  <0>  Sessions of one login that are tolerated
-- :critical  numeric  <>  Sessions of one login that are tolerated
-- :local  boolean  <false>  Count sessions from the server's own machine too
select
  case when count(*) > :critical::numeric then 'critical' else 'warning' end as severity,
  coalesce(a.usename::text, 'a login') as target,
  count(*)::numeric as measure,
  'sessions' as unit,
  format('Sessions from %s that are not encrypted: %s, limit %s.', string_agg(distinct host(a.client_addr), ', '), count(*),
    least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from pg_catalog.pg_stat_activity as a
join pg_catalog.pg_stat_ssl as s on s.pid = a.pid
where not s.ssl
  and a.client_addr is not null
  and (:local::boolean or not (a.client_addr <<= inet '127.0.0.0/8' or a.client_addr = inet '::1'))
group by a.usename
having count(*) > least(:warning::numeric, :critical::numeric)
order by target;
