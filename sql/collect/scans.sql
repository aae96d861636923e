-- Scans of tables
-- How often the largest tables were read from end to end and how often by an index, since the statistics began. Small ones are best read whole.
-- every: 1 hour
-- :rows  integer  <1000>  Rows from which on a table is looked at
-- :most  integer  <2000>  How many tables, the largest first
with tables as materialized (
  select
    c.oid,
    greatest(c.reltuples::bigint, pg_catalog.pg_stat_get_live_tuples(c.oid)) as estimated_rows
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'm')
    and c.relpersistence <> 't'
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'caretaker', 'caretaker_store')
), largest as materialized (
  select t.oid
  from tables as t
  where t.estimated_rows >= :rows::integer
  order by t.estimated_rows desc, t.oid
  limit :most::integer
)
select
  l.oid::bigint as oid,
  pg_catalog.pg_stat_get_numscans(l.oid) as sequential,
  pg_catalog.pg_stat_get_tuples_returned(l.oid) as sequential_rows,
  coalesce((select sum(pg_catalog.pg_stat_get_numscans(i.indexrelid)) from pg_catalog.pg_index as i where i.indrelid = l.oid), 0)::bigint as indexed
from largest as l
order by l.oid;
