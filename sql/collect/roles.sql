-- Roles
-- Every role of the server that is not PostgreSQL's own, with its powers, its limits and the roles it is a member of.
-- every: 15 minutes
-- scope: server
select
  r.rolname::text as name,
  r.rolcanlogin as may_login,
  r.rolsuper as is_superuser,
  r.rolcreaterole as may_create_roles,
  r.rolcreatedb as may_create_databases,
  r.rolreplication as may_replicate,
  r.rolbypassrls as bypasses_row_security,
  r.rolconnlimit as connection_limit,
  case when r.rolvaliduntil <> 'infinity' then r.rolvaliduntil end as valid_until,
  r.oid = 10 as is_bootstrap,
  r.rolname = current_user as is_own,
  coalesce((
    select jsonb_agg(distinct g.rolname order by g.rolname)
    from pg_catalog.pg_auth_members as m
    join pg_catalog.pg_roles as g on g.oid = m.roleid
    where m.member = r.oid), '[]') as member_of
from pg_catalog.pg_roles as r
where r.rolname !~ '^pg_'
order by r.rolname
limit 2000;
