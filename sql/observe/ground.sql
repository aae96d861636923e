-- The ground a plan stands on: which database this is, whether it may be written to, and whether the ledger is there.
select
  (select system_identifier::text from pg_catalog.pg_control_system()) as system_identifier,
  current_database()::text as database_name,
  current_setting('server_version_num')::integer as version_number,
  pg_catalog.pg_is_in_recovery() as in_recovery,
  pg_catalog.to_regclass('caretaker.batch') is not null and pg_catalog.to_regclass('caretaker.run') is not null as ledger,
  current_user::text as login,
  pg_catalog.has_database_privilege(current_database(), 'create') as may_create_schema,
  nullif(concat_ws(', ', case when r.rolsuper then 'superuser' end, case when r.rolcreaterole then 'createrole' end,
    case when r.rolreplication then 'replication' end, case when r.rolbypassrls then 'bypassrls' end), '') as login_powers
from pg_catalog.pg_roles as r
where r.rolname = current_user
order by r.oid;
