-- Foreign keys without an index
-- Each delete and each change of a key in the referenced table searches the referencing one: without an index that begins with these columns it reads all of it.
-- every: 1 hour
select
  c.oid::bigint as oid,
  c.conrelid::bigint as table_oid,
  n.nspname::text as schema_name,
  t.relname::text as table_name,
  c.conname::text as constraint_name,
  (select array_agg(a.attname::text order by k.place)
   from unnest(c.conkey) with ordinality as k (number, place)
   join pg_catalog.pg_attribute as a on a.attrelid = c.conrelid and a.attnum = k.number) as columns,
  rn.nspname::text as referenced_schema,
  rt.relname::text as referenced_table,
  pg_catalog.pg_stat_get_numscans(c.conrelid) as scans,
  pg_catalog.pg_stat_get_tuples_deleted(c.confrelid) as deletes
from pg_catalog.pg_constraint as c
join pg_catalog.pg_class as t on t.oid = c.conrelid
join pg_catalog.pg_namespace as n on n.oid = t.relnamespace
join pg_catalog.pg_class as rt on rt.oid = c.confrelid
join pg_catalog.pg_namespace as rn on rn.oid = rt.relnamespace
where c.contype = 'f'
  and c.conparentid = 0
  and not exists (
    select
    from pg_catalog.pg_index as i
    where i.indrelid = c.conrelid
      and i.indisvalid
      and i.indpred is null
      and not exists (
        select
        from unnest(c.conkey) as k (number)
        where k.number not in (select i.indkey[p.place] from generate_series(0, cardinality(c.conkey) - 1) as p (place) where i.indkey[p.place] is not null)))
order by c.oid;
