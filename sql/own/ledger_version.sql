-- Which version the schema caretaker of this database has, 0 when there is none, and whether this login may bring figures into it.
select
  coalesce((
    select coalesce(substring(pg_catalog.obj_description(n.oid, 'pg_namespace') from 'Version (\d+)')::integer, 1)
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = 'caretaker'
      and c.relname = 'batch'), 0) as version,
  not pg_catalog.pg_is_in_recovery()
    and coalesce((
      select bool_and(pg_catalog.has_table_privilege(c.oid, 'insert') and pg_catalog.has_table_privilege(c.oid, 'delete'))
      from pg_catalog.pg_class as c
      join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
      where n.nspname = 'caretaker'
        and c.relname in ('storage', 'cleanup_statistics')), false) as writable,
  not pg_catalog.pg_is_in_recovery()
    and coalesce((
      select pg_catalog.has_table_privilege(c.oid, 'insert') and pg_catalog.has_table_privilege(c.oid, 'update') and pg_catalog.has_table_privilege(c.oid, 'delete')
        and pg_catalog.has_table_privilege(c.oid, 'select')
      from pg_catalog.pg_class as c
      join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
      where n.nspname = 'caretaker'
        and c.relname = 'materialized_view_metadata'), false) as views_writable
order by version;
