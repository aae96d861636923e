-- Duplicate indexes
-- Indexes of one table with the same columns, order and condition: each write pays for both.
-- scope: database
-- reads: target
-- :warning  numeric  <1>  MB of the index that can go
-- :critical  numeric  <>  MB of the index that can go
with indexes as (
  select
    i.indexrelid,
    i.indrelid,
    n.nspname,
    c.relname,
    t.relname as table_name,
    c.relpages::bigint * current_setting('block_size')::integer as bytes,
    c.relam,
    i.indkey::text as keys,
    i.indclass::text as classes,
    i.indcollation::text as collations,
    i.indoption::text as options,
    i.indnkeyatts,
    coalesce(pg_get_expr(i.indexprs, i.indrelid), '') as expressions,
    coalesce(pg_get_expr(i.indpred, i.indrelid), '') as predicate,
    i.indisunique,
    i.indisreplident or exists (select from pg_catalog.pg_constraint as k where k.conindid = i.indexrelid) as needed
  from pg_catalog.pg_index as i
  join pg_catalog.pg_class as c on c.oid = i.indexrelid
  join pg_catalog.pg_class as t on t.oid = i.indrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where i.indisvalid
    and c.relkind = 'i'
    and not c.relispartition
    and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'caretaker', 'caretaker_store')
)
select distinct on (d.bytes, target)
  case when d.bytes > :critical::numeric * 1048576 then 'critical' else 'warning' end as severity,
  d.nspname || '.' || d.relname as target,
  d.bytes::numeric as measure,
  'bytes' as unit,
  format('%s on %s: %s has the same columns, order and condition.', pg_size_pretty(d.bytes), d.nspname || '.' || d.table_name, k.relname) as detail,
  'drop_index' as remedy,
  jsonb_build_object('index', format('%I.%I', d.nspname, d.relname)) as remedy_params
from indexes as d
join indexes as k on k.indrelid = d.indrelid and k.indexrelid <> d.indexrelid and k.relam = d.relam and k.keys = d.keys and k.classes = d.classes
  and k.collations = d.collations and k.options = d.options and k.indnkeyatts = d.indnkeyatts and k.expressions = d.expressions and k.predicate = d.predicate
where not d.needed
  and (k.indisunique or not d.indisunique)
  and (k.needed or k.indisunique and not d.indisunique or k.indexrelid < d.indexrelid)
  and d.bytes > least(:warning::numeric, :critical::numeric) * 1048576
order by d.bytes desc, target, detail;
