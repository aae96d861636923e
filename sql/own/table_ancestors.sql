-- The tables that a table is a partition of.
select
  n.nspname::text as schema_name,
  c.relname::text as table_name
from pg_catalog.pg_partition_ancestors(:oid::oid::regclass) as a
join pg_catalog.pg_class as c on c.oid = a.relid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
order by n.nspname, c.relname;
