-- Activity
-- Every session of the server. Without pg_read_all_stats PostgreSQL hides what sessions of others do: then is_hidden is true and the rest is empty.
-- every: 30 seconds
-- scope: server
select
  a.pid,
  a.backend_start,
  a.datname::text as database_name,
  a.usename::text as user_name,
  a.application_name,
  host(a.client_addr) as client,
  a.backend_type,
  a.state,
  a.wait_event_type,
  a.wait_event,
  a.xact_start,
  a.query_start,
  a.state_change,
  left(a.query, 1000) as query,
  greatest(pg_catalog.age(a.backend_xmin), pg_catalog.age(a.backend_xid)) as xmin_age,
  a.leader_pid,
  s.ssl as is_encrypted,
  coalesce(r.rolsuper, false) as is_superuser,
  a.backend_start is null as is_hidden,
  coalesce(a.application_name like 'caretaker %', false) as is_own,
  a.pid = pg_catalog.pg_backend_pid() as is_this
from pg_catalog.pg_stat_activity as a
left join pg_catalog.pg_stat_ssl as s on s.pid = a.pid
left join pg_catalog.pg_roles as r on r.oid = a.usesysid
where a.datid is not null
   or a.usesysid is not null
order by a.pid;
