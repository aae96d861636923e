-- The ground a plan stands on: which database this is, whether it may be written to, and whether the ledger is there.
select
  (select system_identifier::text from pg_catalog.pg_control_system()) as system_identifier,
  current_database()::text as database_name,
  current_setting('server_version_num')::integer as version_number,
  pg_catalog.pg_is_in_recovery() as in_recovery,
  -- 0: no ledger. Its later files write their number into the comment of the schema.
  coalesce((
    select coalesce(substring(pg_catalog.obj_description(n.oid, 'pg_namespace') from 'Version (\d+)')::integer, 1)
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = 'caretaker'
      and c.relname = 'batch'), 0) as ledger_version,
  -- A ledger that another login installed is of use only with these rights on it.
  coalesce((
    select bool_and(pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
      and pg_catalog.has_table_privilege(c.oid, 'insert') and (c.relname = 'batch' or pg_catalog.has_table_privilege(c.oid, 'update')))
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = 'caretaker'
      and c.relname in ('run', 'batch')), false) as ledger_usable,
  current_user::text as login,
  -- Without these a crash of the machine may lose what was committed.
  -- https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-FSYNC
  current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on' as durable,
  pg_catalog.has_database_privilege(current_database(), 'create') as may_create_schema,
  nullif(concat_ws(', ', case when r.rolsuper then 'superuser' end, case when r.rolcreaterole then 'createrole' end,
    case when r.rolreplication then 'replication' end, case when r.rolbypassrls then 'bypassrls' end), '') as login_powers
from pg_catalog.pg_roles as r
where r.rolname = current_user
order by r.oid;
