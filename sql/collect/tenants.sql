-- Tenants
-- How unevenly the rows of a table lie over its tenants, as the planner's statistics tell: how many there are and the shares of the most frequent ones.
-- A tenant column is known by its name. Which tenant it is, is not read.
-- every: 1 hour
-- scope: database
select
  n.nspname::text as schema_name,
  c.relname::text as relation_name,
  a.attname::text as column_name,
  case when s.n_distinct >= 0 then s.n_distinct else -s.n_distinct * c.reltuples end::float8 as tenants,
  s.null_frac as null_share,
  coalesce(to_jsonb(s.most_common_freqs), '[]') as shares
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_stats as s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname and s.inherited = (c.relkind = 'p')
where c.relkind in ('r', 'p')
  and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
  and (c.reltuples >= 1000 or c.relkind = 'p')
  and a.attname in ('tenant', 'tenant_id', 'client_org_id', 'client_id', 'org_id', 'organization_id', 'organisation_id', 'customer_id', 'account_id', 'workspace_id', 'company_id')
order by c.reltuples desc, n.nspname, c.relname, a.attnum
limit 300;
