-- Extensions
-- Installed extensions, their version and the one the server could update them to.
-- every: 1 hour
-- scope: database
select
  e.extname::text as name,
  e.extversion as version,
  a.default_version,
  n.nspname::text as schema_name,
  e.extversion is distinct from a.default_version as is_outdated,
  a.comment as description
from pg_catalog.pg_extension as e
join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
left join pg_catalog.pg_available_extensions as a on a.name = e.extname
order by e.extname;
