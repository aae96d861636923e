-- Right to create tables in a schema
-- :schema  text  <public>  The schema
select pg_catalog.has_schema_privilege(n.oid, 'create') as may_create
from pg_catalog.pg_namespace as n
where n.nspname = :schema
order by n.oid;
