-- Rows in a default partition
-- Rows that fit no other partition. They keep the partition they belong to from being created, and retention by partition does not reach them.
-- scope: database
-- reads: target
-- :warning  numeric  <0>  Rows that are tolerated
-- :critical  numeric  <1000000>  Rows that are tolerated
select
  case when greatest(c.reltuples, s.n_live_tup)::numeric > :critical::numeric then 'critical' else 'warning' end as severity,
  n.nspname || '.' || c.relname as target,
  greatest(c.reltuples, s.n_live_tup)::numeric as measure,
  'rows' as unit,
  format('Rows of %s in its default partition: about %s, limit %s.', p.partrelid::regclass, to_char(greatest(c.reltuples, s.n_live_tup)::numeric, 'FM999,999,999,999,990'),
    to_char(least(:warning::numeric, :critical::numeric), 'FM999,999,999,999,990')) as detail,
  'create_partitions' as remedy,
  jsonb_build_object('table', p.partrelid::regclass::text) as remedy_params
from pg_catalog.pg_partitioned_table as p
join pg_catalog.pg_class as c on c.oid = p.partdefid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_user_tables as s on s.relid = c.oid
where greatest(c.reltuples, s.n_live_tup)::numeric > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
