-- Transaction ids
-- The age of the oldest transaction id of each database. At two thousand million PostgreSQL stops taking writes.
-- scope: server
-- reads: target
-- :warning  numeric  <40>  Per cent of the ids
-- :critical  numeric  <75>  Per cent of the ids
-- :floor  numeric  <1000000>  Transactions below which the share does not matter
select
  case when 100.0 * age(d.datfrozenxid) / 2000000000 > :critical::numeric then 'critical' else 'warning' end as severity,
  d.datname::text as target,
  round(100.0 * age(d.datfrozenxid) / 2000000000, 2) as measure,
  '%' as unit,
  format('%s transactions old, %s %% of what is possible, limit %s %%; autovacuum freezes at %s.', age(d.datfrozenxid), round(100.0 * age(d.datfrozenxid) / 2000000000, 1),
    least(:warning::numeric, :critical::numeric), current_setting('autovacuum_freeze_max_age')) as detail,
  'vacuum' as remedy,
  null::jsonb as remedy_params
from pg_catalog.pg_database as d
where d.datallowconn
  and age(d.datfrozenxid) >= :floor::numeric
  and 100.0 * age(d.datfrozenxid) / 2000000000 > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
