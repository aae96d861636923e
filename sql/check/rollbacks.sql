-- Rollbacks
-- Transactions that were rolled back among all, since the counters of the database were reset.
-- scope: database
-- reads: target
-- :warning  numeric  <10>  Per cent of the transactions
-- :critical  numeric  <30>  Per cent of the transactions
-- :floor  numeric  <10000>  Rollbacks below which the share does not matter
select
  case when 100.0 * s.xact_rollback / (s.xact_commit + s.xact_rollback) > :critical::numeric then 'critical' else 'warning' end as severity,
  s.datname::text as target,
  round(100.0 * s.xact_rollback / (s.xact_commit + s.xact_rollback), 1) as measure,
  '%' as unit,
  format('%s of %s transactions were rolled back, limit %s %%.', s.xact_rollback, s.xact_commit + s.xact_rollback, least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from pg_catalog.pg_stat_database as s
where s.datname = current_database()
  and s.xact_rollback >= greatest(:floor::numeric, 1)
  and 100.0 * s.xact_rollback / (s.xact_commit + s.xact_rollback) > least(:warning::numeric, :critical::numeric)
order by target;
