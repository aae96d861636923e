-- Who a session is, if it is still the one that was seen.
select
  a.usename::text as user_name,
  a.datname::text as database_name,
  a.application_name,
  a.backend_type,
  a.state,
  left(a.query, 500) as query,
  r.rolsuper and not (select m.rolsuper from pg_catalog.pg_roles as m where m.rolname = current_user) as is_superuser,
  a.application_name like 'caretaker %' as is_own
from pg_catalog.pg_stat_activity as a
left join pg_catalog.pg_roles as r on r.oid = a.usesysid
where a.pid = :pid::integer
  and a.backend_start = :backend_start::timestamptz;
