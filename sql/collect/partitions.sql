-- Partitions
-- The tree of each partitioned table with its real bounds; lower and upper only where the key is a single column, cut by range.
-- every: 15 minutes
-- scope: database
select
  r.oid::bigint as root_oid,
  t.relid::oid::bigint as oid,
  t.parentrelid::oid::bigint as parent_oid,
  t.level,
  t.isleaf as is_leaf,
  n.nspname::text as schema_name,
  c.relname::text as relation_name,
  pg_catalog.pg_get_expr(c.relpartbound, c.oid) as bounds,
  p.partstrat::text as strategy,
  case when p.partrelid is not null then pg_catalog.pg_get_partkeydef(p.partrelid) end as partition_key,
  coalesce(pp.partdefid = c.oid, false) as is_default,
  case when pp.partstrat = 'r' and pp.partnatts = 1 then b.bound[1] end as lower,
  case when pp.partstrat = 'r' and pp.partnatts = 1 then b.bound[2] end as upper,
  case when pp.partnatts = 1 then pg_catalog.format_type(coalesce(ka.atttypid, 0), null) end as key_type,
  ka.attname::text as key_column,
  false as is_detaching,
  case when c.relkind = 'r' then pg_catalog.pg_stat_get_live_tuples(c.oid) end as live_rows,
  case when c.relkind = 'r' and c.reltuples >= 0 then c.reltuples::bigint end as estimated_rows,
  case when c.relkind = 'r' then (c.relpages * pg_catalog.current_setting('block_size')::bigint) end as page_bytes
from pg_catalog.pg_class as r
join pg_catalog.pg_namespace as rn on rn.oid = r.relnamespace
cross join lateral pg_catalog.pg_partition_tree(r.oid) as t
join pg_catalog.pg_class as c on c.oid = t.relid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_partitioned_table as p on p.partrelid = c.oid
left join pg_catalog.pg_partitioned_table as pp on pp.partrelid = t.parentrelid
left join pg_catalog.pg_attribute as ka on ka.attrelid = pp.partrelid and ka.attnum = pp.partattrs[0] and pp.partattrs[0] > 0
left join pg_catalog.pg_inherits as h on h.inhrelid = c.oid and h.inhparent = t.parentrelid
left join lateral (
  select pg_catalog.regexp_match(pg_catalog.pg_get_expr(c.relpartbound, c.oid), '^FOR VALUES FROM \(''{0,1}(.*?)''{0,1}\) TO \(''{0,1}(.*?)''{0,1}\)$') as bound
) as b on c.relispartition
where r.relkind = 'p'
  and not r.relispartition
  and rn.nspname !~ '^pg_'
order by r.oid, t.level, n.nspname, c.relname;
