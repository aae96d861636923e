-- Indexes
-- Every index with its definition, size and use since the statistics began.
-- The :exact largest are measured unless somebody holds or wants them or their table exclusively; the others are page counts of their last VACUUM or ANALYZE.
-- Writing out a definition takes long and waits for the table as well: it is null where the names it is made of are known already, and while the table
-- is held; then the one known before stays. What has an expression or a condition has no version and is written out each time.
-- every: 10 minutes
-- :exact  integer  <500>  How many of the largest are measured exactly
-- :known  text  <{}>  Versions of the definitions that are known
with indexes as materialized (
  select
    i.*,
    c.relname, c.relkind, c.relam,
    c.relpages, c.reltuples, c.relispartition, c.reloptions,
    n.nspname,
    t.relname as table_name
  from pg_catalog.pg_index as i
  join pg_catalog.pg_class as c on c.oid = i.indexrelid
  join pg_catalog.pg_class as t on t.oid = i.indrelid
  join pg_catalog.pg_namespace as n on n.oid = t.relnamespace
  where t.relkind in ('r', 'p', 'm')
    and t.relpersistence <> 't'
    and n.nspname !~ '^pg_'
    and n.nspname <> 'information_schema'
), locked as materialized (
  select l.relation as oid
  from pg_catalog.pg_locks as l
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
), free as materialized (
  select i.indexrelid
  from indexes as i
  where i.indexrelid not in (select l.oid from locked as l)
    and i.indrelid not in (select l.oid from locked as l)
), versions as (
  select
    i.indexrelid,
    pg_catalog.hashtextextended(concat_ws('|', i.indexrelid, i.nspname, i.table_name, i.relname, i.reloptions::text, string_agg(a.attname, '|' order by k.place)), 0) as version
  from indexes as i
  cross join lateral unnest(i.indkey::smallint[]) with ordinality as k (number, place)
  join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.number and a.attnum > 0
  where i.indexprs is null
    and i.indpred is null
  group by i.indexrelid, i.nspname, i.table_name, i.relname, i.reloptions
), wanted as materialized (
  select f.indexrelid
  from free as f
  left join versions as v on v.indexrelid = f.indexrelid
  left join unnest(:known::bigint[]) as k (version) on k.version = v.version
  where k.version is null
), largest as materialized (
  select i.indexrelid
  from indexes as i
  join free as f on f.indexrelid = i.indexrelid
  where i.relkind = 'i'
  order by i.relpages desc, i.indexrelid
  limit :exact::integer
), measured as materialized (
  select
    l.indexrelid,
    pg_catalog.pg_relation_size(l.indexrelid) as bytes
  from largest as l
), members as (
  select
    k.indexrelid,
    array_agg(k.word || case when k.option & 1 = 1 then ' DESC' else '' end order by k.place) filter (where k.is_key) as columns,
    array_agg(concat_ws('|', k.word, k.operators, k.collation, k.option) order by k.place) filter (where k.is_key) as keys,
    coalesce(array_agg(k.word order by k.place) filter (where not k.is_key), '{}') as included
  from (
    select
      i.indexrelid,
      p.place,
      p.place <= i.indnkeyatts as is_key,
      coalesce(a.attname::text, pg_catalog.pg_get_indexdef(i.indexrelid, p.place, true)) as word,
      i.indclass[p.place - 1] as operators,
      i.indcollation[p.place - 1] as collation,
      coalesce(i.indoption[p.place - 1], 0) as option
    from wanted as w
    join indexes as i on i.indexrelid = w.indexrelid
    cross join lateral pg_catalog.generate_series(1, i.indnatts) as p (place)
    left join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[p.place - 1] and a.attnum > 0
  ) as k
  group by k.indexrelid
)
select
  i.indexrelid::bigint as oid,
  i.indrelid::bigint as table_oid,
  i.nspname::text as schema_name,
  i.table_name::text as table_name,
  i.relname::text as index_name,
  am.amname::text as method,
  case when m.indexrelid is not null then pg_catalog.pg_get_indexdef(i.indexrelid) end as definition,
  case when m.indexrelid is not null then v.version end as version,
  m.columns,
  m.keys,
  m.included,
  case when m.indexrelid is not null then pg_catalog.pg_get_expr(i.indpred, i.indrelid, true) end as predicate,
  i.indisunique as is_unique,
  i.indisprimary as is_primary,
  exists (select from pg_catalog.pg_constraint as c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x')) as is_constraint,
  i.indisreplident as is_identity,
  i.indisvalid as is_valid,
  i.indisready as is_ready,
  i.relkind = 'I' as is_partitioned,
  (select h.inhparent::bigint from pg_catalog.pg_inherits as h where i.relispartition and h.inhrelid = i.indexrelid) as parent_oid,
  case when i.relkind = 'i' then coalesce(s.bytes, i.relpages * pg_catalog.current_setting('block_size')::bigint) end as size_bytes,
  s.bytes is not null as size_exact,
  case when i.reltuples >= 0 and i.relkind = 'i' then i.reltuples::bigint end as estimated_rows,
  case when i.relkind = 'i' then pg_catalog.pg_stat_get_numscans(i.indexrelid) end as scans,
  case when i.relkind = 'i' then pg_catalog.pg_stat_get_tuples_returned(i.indexrelid) end as tuples_read,
  case when i.relkind = 'i' then pg_catalog.pg_stat_get_tuples_fetched(i.indexrelid) end as tuples_fetched,
  null::timestamptz as used_at,
  (select pg_catalog.pg_stat_get_db_stat_reset_time(d.oid) from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()) as stats_since
from indexes as i
join pg_catalog.pg_am as am on am.oid = i.relam
left join members as m on m.indexrelid = i.indexrelid
left join versions as v on v.indexrelid = m.indexrelid
left join measured as s on s.indexrelid = i.indexrelid
order by i.indexrelid;
