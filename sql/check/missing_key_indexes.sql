-- Foreign keys without an index
-- Each delete in the referenced table reads the whole referencing table when no index leads with the key's columns.
-- scope: database
-- reads: target
-- :warning  numeric  <10>  MB of the referencing table
-- :critical  numeric  <>  MB of the referencing table
-- :floor  numeric  <1000>  Rows of the referencing table below which it does not matter
with keys as (
  select
    k.conname,
    n.nspname,
    c.relname,
    format('%I.%I', n.nspname, c.relname) as quoted,
    k.confrelid::regclass::text as referenced,
    c.reltuples::numeric as tuples,
    c.relpages::bigint * current_setting('block_size')::integer as bytes,
    (select string_agg(a.attname, ', ' order by x.place)
     from unnest(k.conkey) with ordinality as x (number, place)
     join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = x.number) as columns
  from pg_catalog.pg_constraint as k
  join pg_catalog.pg_class as c on c.oid = k.conrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where k.contype = 'f'
    and k.conparentid = 0
    and c.relkind = 'r'
    and not exists (
      select
      from pg_catalog.pg_index as i
      where i.indrelid = k.conrelid
        and i.indisvalid
        and i.indpred is null
        and array(select x.number from unnest(i.indkey::smallint[]) with ordinality as x (number, place) where x.place <= cardinality(k.conkey)) @> k.conkey)
)
select
  case when k.bytes > :critical::numeric * 1048576 then 'critical' else 'warning' end as severity,
  k.nspname || '.' || k.relname || ' (' || k.columns || ')' as target,
  k.bytes::numeric as measure,
  'bytes' as unit,
  format('%s points at %s; no index of the table (%s, about %s rows) leads with these columns, limit %s MB.', k.conname, k.referenced, pg_size_pretty(k.bytes),
    to_char(k.tuples, 'FM999,999,999,999,990'),
    least(:warning::numeric, :critical::numeric)) as detail,
  'create_index' as remedy,
  jsonb_build_object('table', k.quoted, 'columns', k.columns) as remedy_params
from keys as k
where k.tuples >= :floor::numeric
  and k.bytes > least(:warning::numeric, :critical::numeric) * 1048576
order by measure desc, target;
