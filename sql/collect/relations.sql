-- Relations
-- Every table, partitioned table, partition, materialized view and foreign table with rows, sizes, dead rows, last vacuum and analyze.
-- Asking for a size waits for the table's lock, so the :exact largest are measured unless somebody holds or wants them exclusively;
-- the others are page counts of their last VACUUM or ANALYZE. A partitioned table has no rows of its own: the store sums its partitions.
-- :exact  integer  <300>  How many of the largest are measured exactly
with relations as materialized (
  select
    c.*,
    n.nspname,
    case when c.relispartition then pg_catalog.pg_partition_root(c.oid)::oid end as root,
    pg_catalog.pg_stat_get_live_tuples(c.oid) as live_rows,
    greatest(pg_catalog.pg_stat_get_last_vacuum_time(c.oid), pg_catalog.pg_stat_get_last_autovacuum_time(c.oid)) as vacuumed_at,
    greatest(pg_catalog.pg_stat_get_last_analyze_time(c.oid), pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid)) as analyzed_at
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'm', 'f')
    and not (c.relkind = 'p' and c.relispartition)
    and c.relpersistence <> 't'
    and n.nspname !~ '^pg_'
    and n.nspname <> 'information_schema'
), index_pages as materialized (
  select
    i.indrelid,
    sum(ic.relpages) as pages
  from pg_catalog.pg_index as i
  join pg_catalog.pg_class as ic on ic.oid = i.indexrelid
  group by i.indrelid
), locked as materialized (
  select l.relation as oid
  from pg_catalog.pg_locks as l
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
), blocked as materialized (
  select l.oid from locked as l
  union
  select i.indrelid from pg_catalog.pg_index as i where i.indexrelid in (select l.oid from locked as l)
), pages as materialized (
  select
    r.oid,
    r.reltoastrelid,
    r.relpages as heap,
    coalesce(x.pages, 0) as index,
    coalesce(t.relpages, 0) + coalesce(tx.pages, 0) as toast,
    greatest(r.relpages + coalesce(x.pages, 0) + coalesce(t.relpages, 0), r.live_rows / 50) as weight
  from relations as r
  left join index_pages as x on x.indrelid = r.oid
  left join pg_catalog.pg_class as t on t.oid = r.reltoastrelid
  left join index_pages as tx on tx.indrelid = r.reltoastrelid
  where r.relkind in ('r', 'm')
), largest as materialized (
  select p.*
  from pages as p
  where p.oid not in (select b.oid from blocked as b)
    and p.reltoastrelid not in (select b.oid from blocked as b)
  order by p.weight desc, p.oid
  limit :exact::integer
), measured as materialized (
  select
    l.oid,
    pg_catalog.pg_total_relation_size(l.oid) as total_bytes,
    pg_catalog.pg_indexes_size(l.oid) as index_bytes,
    case when l.reltoastrelid = 0 then 0 else pg_catalog.pg_total_relation_size(l.reltoastrelid) end as toast_bytes
  from largest as l
), sizes as (
  select
    p.oid,
    m.total_bytes is not null as size_exact,
    coalesce(m.total_bytes - m.index_bytes - m.toast_bytes, p.heap * b.bytes) as heap_bytes,
    coalesce(m.index_bytes, p.index * b.bytes) as index_bytes,
    coalesce(m.toast_bytes, p.toast * b.bytes) as toast_bytes
  from pages as p
  left join measured as m on m.oid = p.oid
  cross join (select pg_catalog.current_setting('block_size')::bigint as bytes) as b
)
select
  r.oid::bigint as oid,
  r.nspname::text as schema_name,
  r.relname::text as relation_name,
  case when r.relispartition then 'partition'
       when r.relkind = 'p' then 'partitioned'
       when r.relkind = 'm' then 'materialized view'
       when r.relkind = 'f' then 'foreign table'
       else 'table' end as kind,
  r.root::bigint as parent_oid,
  -- Counters are newer than reltuples once a vacuum or analyze has set them; without either, what was counted since the start is the best guess.
  case when r.relkind = 'p' then null
       when r.relkind = 'f' then case when r.reltuples > 0 then r.reltuples::bigint end
       when s.size_exact and s.heap_bytes = 0 then 0
       when coalesce(r.vacuumed_at, r.analyzed_at) is not null then r.live_rows
       when r.reltuples > 0 then r.reltuples::bigint
       when r.live_rows > 0 then r.live_rows
       when r.relpages > 0 and r.reltuples = 0 then 0 end as estimated_rows,
  s.heap_bytes::bigint as heap_bytes,
  s.index_bytes::bigint as index_bytes,
  s.toast_bytes::bigint as toast_bytes,
  coalesce(s.size_exact, false) as size_exact,
  case when r.relkind in ('r', 'm') then pg_catalog.pg_stat_get_dead_tuples(r.oid) end as dead_rows,
  r.vacuumed_at,
  r.analyzed_at
from relations as r
left join sizes as s on s.oid = r.oid
order by r.oid;
