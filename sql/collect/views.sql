-- Materialized views
-- Each materialized view: filled or not, rows, size, whether it has the unique index that CONCURRENTLY needs, and its file, which each refresh replaces
-- (a concurrent one changes rows in place; then the counters of changed rows tell).
-- every: 5 minutes
-- scope: database
-- key: schema_name, relation_name
-- history: estimated_rows, file_number, changes
select
  c.oid::bigint as oid,
  n.nspname::text as schema_name,
  c.relname::text as relation_name,
  r.rolname::text as owner,
  c.relispopulated as is_filled,
  case when c.reltuples >= 0 then c.reltuples::bigint end as estimated_rows,
  c.relpages * pg_catalog.current_setting('block_size')::bigint as page_bytes,
  pg_catalog.pg_relation_filenode(c.oid)::bigint as file_number,
  pg_catalog.pg_stat_get_tuples_inserted(c.oid) + pg_catalog.pg_stat_get_tuples_updated(c.oid) + pg_catalog.pg_stat_get_tuples_deleted(c.oid) as changes,
  (select min(ic.relname::text)
   from pg_catalog.pg_index as i
   join pg_catalog.pg_class as ic on ic.oid = i.indexrelid
   where i.indrelid = c.oid
     and i.indisunique
     and i.indisvalid
     and i.indimmediate
     and i.indpred is null
     and i.indexprs is null) as unique_index,
  pg_catalog.pg_has_role(c.relowner, 'usage') as may_refresh
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_roles as r on r.oid = c.relowner
where c.relkind = 'm'
  and n.nspname !~ '^pg_'
order by n.nspname, c.relname
limit 2000;
