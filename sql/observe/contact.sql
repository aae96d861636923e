-- Contact
-- What a first contact tells about server, database and login.
select
  case when pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'execute')
    then (select s.system_identifier::text from pg_catalog.pg_control_system() as s) end as system_identifier,
  split_part(pg_catalog.current_setting('server_version'), ' ', 1) as server_version,
  pg_catalog.current_setting('server_version_num')::integer / 10000 as major,
  pg_catalog.pg_is_in_recovery() as in_recovery,
  pg_catalog.pg_postmaster_start_time() as started_at,
  nullif(concat_ws(', ',
    case when r.rolsuper then 'superuser' end,
    case when r.rolcreaterole and not r.rolsuper then 'createrole' end,
    case when r.rolreplication and not r.rolsuper then 'replication' end,
    case when r.rolbypassrls and not r.rolsuper then 'bypassrls' end), '') as login_powers,
  exists (
    select from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = 'caretaker'
      and c.relname = 'batch') as has_ledger,
  pg_catalog.pg_database_size(pg_catalog.current_database()) as size_bytes
from pg_catalog.pg_roles as r
where r.rolname = current_user
order by r.rolname;
