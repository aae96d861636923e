-- Multixact ids
-- The age of the oldest multixact id of each database: row locks that several transactions share use them up.
-- scope: server
-- reads: target
-- :warning  numeric  <40>  Per cent of the ids
-- :critical  numeric  <75>  Per cent of the ids
-- :floor  numeric  <1000000>  Multixacts below which the share does not matter
select
  case when 100.0 * mxid_age(d.datminmxid) / 2000000000 > :critical::numeric then 'critical' else 'warning' end as severity,
  d.datname::text as target,
  round(100.0 * mxid_age(d.datminmxid) / 2000000000, 2) as measure,
  '%' as unit,
  format('%s multixacts old, %s %% of what is possible, limit %s %%; autovacuum freezes at %s.', mxid_age(d.datminmxid),
    round(100.0 * mxid_age(d.datminmxid) / 2000000000, 1), least(:warning::numeric, :critical::numeric), current_setting('autovacuum_multixact_freeze_max_age')) as detail,
  'vacuum' as remedy,
  null::jsonb as remedy_params
from pg_catalog.pg_database as d
where d.datallowconn
  and mxid_age(d.datminmxid) >= :floor::numeric
  and 100.0 * mxid_age(d.datminmxid) / 2000000000 > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
