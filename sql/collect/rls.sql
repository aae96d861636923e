-- Row security
-- Tables with row security switched on, and those with policies that nobody switched on.
-- every: 15 minutes
-- scope: database
select
  n.nspname::text as schema_name,
  c.relname::text as relation_name,
  c.relrowsecurity as is_enabled,
  c.relforcerowsecurity as is_forced,
  count(p.oid) as policies,
  r.rolname::text as owner,
  coalesce(jsonb_agg(p.polname order by p.polname) filter (where p.oid is not null), '[]') as names
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_roles as r on r.oid = c.relowner
left join pg_catalog.pg_policy as p on p.polrelid = c.oid
where c.relkind in ('r', 'p')
  and n.nspname !~ '^pg_'
  and (c.relrowsecurity or p.oid is not null)
group by n.nspname, c.relname, c.relrowsecurity, c.relforcerowsecurity, r.rolname
order by n.nspname, c.relname
limit 2000;
