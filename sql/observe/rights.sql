-- Rights
-- What this login may do in this database, and the statement that would give it what it lacks.
with login as (
  select
    r.*,
    quote_ident(r.rolname) as name,
    pg_catalog.current_setting('server_version_num')::integer as version
  from pg_catalog.pg_roles as r
  where r.rolname = current_user
), tables as (
  select
    quote_ident(n.nspname) as schema_name,
    pg_catalog.pg_has_role(c.relowner, 'usage') as owned,
    pg_catalog.pg_get_userbyid(c.relowner) as owner,
    pg_catalog.has_schema_privilege(n.oid, 'usage') as may_enter,
    pg_catalog.has_schema_privilege(n.oid, 'create') as may_create,
    pg_catalog.has_table_privilege(c.oid, 'select') as may_select,
    pg_catalog.has_table_privilege(c.oid, 'insert') as may_insert,
    pg_catalog.has_table_privilege(c.oid, 'delete') as may_delete,
    case when l.version >= 170000 then pg_catalog.has_table_privilege(c.oid, 'maintain') else pg_catalog.pg_has_role(c.relowner, 'usage') end as may_maintain,
    c.relrowsecurity and pg_catalog.row_security_active(c.oid) as hidden
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  cross join login as l
  where c.relkind in ('r', 'p')
    and c.relpersistence <> 't'
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'caretaker', 'caretaker_store')
), schemas as (
  select
    t.schema_name,
    bool_and(t.may_enter) as may_enter,
    bool_and(t.may_create) as may_create,
    bool_and(t.may_enter and t.may_select) as may_select,
    bool_and(t.may_enter and t.may_insert and t.may_delete) as may_change,
    bool_and(t.may_maintain) as may_maintain
  from tables as t
  group by t.schema_name
), counts as (
  select
    count(*) as tables,
    count(*) filter (where t.may_enter and t.may_select) as readable,
    count(*) filter (where t.may_enter and t.may_insert and t.may_delete) as changeable,
    count(*) filter (where t.may_maintain) as maintainable,
    count(*) filter (where t.hidden) as hidden
  from tables as t
)
select
  l.rolname::text as login,
  l.version,
  pg_catalog.current_setting('server_version') as server_version,
  pg_catalog.pg_is_in_recovery() as in_recovery,
  coalesce(s.ssl, false) as encrypted,
  concat_ws(', ', s.version, s.cipher) as cipher,
  coalesce(pg_catalog.inet_server_addr() <<= '127.0.0.0/8' or pg_catalog.inet_server_addr() <<= '::1/128', true) as same_machine,
  concat_ws(', ',
    case when l.rolsuper then 'superuser' end,
    case when l.rolcreaterole and not l.rolsuper then 'createrole' end,
    case when l.rolreplication and not l.rolsuper then 'replication' end,
    case when l.rolbypassrls and not l.rolsuper then 'bypassrls' end) as powers,
  concat_ws(' ', 'alter role', l.name,
    case when l.rolsuper then 'nosuperuser' end,
    case when l.rolcreaterole then 'nocreaterole' end,
    case when l.rolreplication then 'noreplication' end,
    case when l.rolbypassrls then 'nobypassrls' end) || ';' as weaken_grant,
  pg_catalog.pg_has_role('pg_read_all_stats', 'usage') as monitors,
  'grant pg_monitor to ' || l.name || ';' as monitor_grant,
  c.tables,
  c.readable,
  c.changeable,
  c.maintainable,
  c.hidden,
  (select string_agg(concat_ws(E'\n',
      case when not n.may_enter then format('grant usage on schema %s to %s;', n.schema_name, l.name) end,
      format('grant select on all tables in schema %s to %s;', n.schema_name, l.name)), E'\n' order by n.schema_name)
   from schemas as n where not n.may_select) as select_grant,
  (select string_agg(concat_ws(E'\n',
      case when not n.may_enter then format('grant usage on schema %s to %s;', n.schema_name, l.name) end,
      format('grant insert, delete on all tables in schema %s to %s;', n.schema_name, l.name)), E'\n' order by n.schema_name)
   from schemas as n where not n.may_change) as change_grant,
  (select string_agg(n.schema_name, ', ' order by n.schema_name) from schemas as n where not n.may_create) as closed_schemas,
  (select string_agg(format('grant create on schema %s to %s;', n.schema_name, l.name), E'\n' order by n.schema_name)
   from schemas as n where not n.may_create) as create_grant,
  pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create') or pg_catalog.to_regnamespace('caretaker') is not null as may_install,
  format('grant create on database %I to %s;', pg_catalog.current_database(), l.name) as install_grant,
  case when l.version >= 170000
    then (select string_agg(format('grant maintain on all tables in schema %s to %s;', n.schema_name, l.name), E'\n' order by n.schema_name)
          from schemas as n where not n.may_maintain)
    else (select string_agg(distinct format('grant %I to %s;', t.owner, l.name), E'\n')
          from tables as t where not t.may_maintain) end as maintain_grant
from login as l
cross join counts as c
left join pg_catalog.pg_stat_ssl as s on s.pid = pg_catalog.pg_backend_pid()
order by l.rolname;
