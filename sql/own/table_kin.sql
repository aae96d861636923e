-- A table, what it is a partition of, and its partitions. leaves: the relations in which the rows of a partition lie; empty where all rows of the table are meant.
with recursive t as (
  select c.oid
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where n.nspname = :schema
    and c.relname = :table
), up as (
  select t.oid
  from t
  union
  select a.relid::oid
  from t
  cross join lateral pg_catalog.pg_partition_ancestors(t.oid) as a
), below as (
  select i.inhrelid as oid
  from t
  join pg_catalog.pg_inherits as i on i.inhparent = t.oid
  join pg_catalog.pg_class as c on c.oid = i.inhrelid
  where c.relispartition
  union all
  select i.inhrelid
  from below
  join pg_catalog.pg_inherits as i on i.inhparent = below.oid
), kin as (
  select up.oid, '' as leaves
  from up
  union all
  select a.relid::oid, string_agg(c.oid::text, ',' order by c.oid)
  from below
  join pg_catalog.pg_class as c on c.oid = below.oid
  cross join lateral pg_catalog.pg_partition_ancestors(c.oid) as a
  where c.relkind <> 'p'
    and a.relid::oid not in (select up.oid from up)
  group by a.relid
)
select
  n.nspname::text as schema_name,
  c.relname::text as table_name,
  kin.leaves
from kin
join pg_catalog.pg_class as c on c.oid = kin.oid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
order by n.nspname, c.relname;
