-- Archives
-- The archive tables that Caretaker has made in this database: of which table, how many rows (an estimate), how large.
select
  c.oid::bigint as oid,
  n.nspname::text as schema_name,
  c.relname::text as table_name,
  substr(d.description, length('Caretaker archive of ') + 1) as source,
  case when c.reltuples >= 0 then c.reltuples::bigint end as estimated_rows,
  pg_catalog.pg_total_relation_size(c.oid) as total_bytes
from pg_catalog.pg_description as d
join pg_catalog.pg_class as c on c.oid = d.objoid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where d.classoid = 'pg_catalog.pg_class'::regclass
  and d.objsubid = 0
  and d.description like 'Caretaker archive of %'
  and c.relkind in ('r', 'p')
order by n.nspname, c.relname;
