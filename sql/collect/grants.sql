-- Grants
-- What everybody (PUBLIC) may do in this database beyond what PostgreSQL needs: create objects, read or change tables, run functions with the rights of their owner.
-- every: 15 minutes
-- scope: database
select
  'database' as kind,
  d.datname::text as object,
  string_agg(x.privilege_type, ', ' order by x.privilege_type) as privileges,
  r.rolname::text as owner
from pg_catalog.pg_database as d
join pg_catalog.pg_roles as r on r.oid = d.datdba
cross join lateral pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) as x
where d.datname = pg_catalog.current_database()
  and x.grantee = 0
group by d.datname, r.rolname
union all
select 'schema', n.nspname::text, string_agg(x.privilege_type, ', ' order by x.privilege_type), r.rolname::text
from pg_catalog.pg_namespace as n
join pg_catalog.pg_roles as r on r.oid = n.nspowner
cross join lateral pg_catalog.aclexplode(n.nspacl) as x
where n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
  and x.grantee = 0
group by n.nspname, r.rolname
having bool_or(x.privilege_type = 'CREATE')
    or n.nspname <> 'public'
union all
(select case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end, pg_catalog.format('%I.%I', n.nspname, c.relname),
  string_agg(x.privilege_type, ', ' order by x.privilege_type), r.rolname::text
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_roles as r on r.oid = c.relowner
cross join lateral pg_catalog.aclexplode(c.relacl) as x
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
  and x.grantee = 0
  and not exists (select from pg_catalog.pg_depend as e where e.objid = c.oid and e.deptype = 'e')
group by c.relkind, n.nspname, c.relname, r.rolname
order by 2
limit 500)
union all
(select 'function with its owner''s rights', pg_catalog.format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)), 'EXECUTE', r.rolname::text
from pg_catalog.pg_proc as p
join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
join pg_catalog.pg_roles as r on r.oid = p.proowner
cross join lateral pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) as x
where p.prosecdef
  and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
  and x.grantee = 0
  and not exists (select from pg_catalog.pg_depend as e where e.objid = p.oid and e.deptype = 'e')
order by 2
limit 500)
order by kind, object;
