-- What the login may see
-- The rights of Caretaker's own login that decide what the pages can know, and what the server is.
-- every: 5 minutes
-- scope: database
select
  current_user::text as login,
  r.rolsuper as is_superuser,
  pg_catalog.pg_has_role('pg_read_all_stats', 'usage') as reads_stats,
  pg_catalog.pg_has_role('pg_read_all_settings', 'usage') as reads_settings,
  pg_catalog.pg_has_role('pg_signal_backend', 'usage') as signals,
  pg_catalog.pg_is_in_recovery() as in_recovery,
  pg_catalog.current_setting('server_version_num')::integer / 10000 as major,
  pg_catalog.current_setting('max_connections')::integer as max_connections,
  pg_catalog.current_setting('superuser_reserved_connections')::integer
    + coalesce(pg_catalog.current_setting('reserved_connections', true)::integer, 0) as reserved_connections,
  pg_catalog.pg_postmaster_start_time() as started_at
from pg_catalog.pg_roles as r
where r.rolname = current_user
order by r.rolname;
