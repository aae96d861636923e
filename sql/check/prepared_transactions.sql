-- Prepared transactions
-- Transactions that were prepared and never finished: they outlive every session and hold back VACUUM.
-- scope: server
-- reads: target
-- :warning  numeric  <15>  Minutes since it was prepared
-- :critical  numeric  <1440>  Minutes since it was prepared
with prepared as (
  select
    p.gid,
    p.owner,
    p.database,
    round(extract(epoch from clock_timestamp() - p.prepared)::numeric / 60, 2) as measure
  from pg_catalog.pg_prepared_xacts as p
)
select
  case when p.measure > :critical::numeric then 'critical' else 'warning' end as severity,
  p.gid as target,
  p.measure,
  'min' as unit,
  format('%s prepared it in %s %s min ago, limit %s. Finish it: commit prepared %L or rollback prepared %L.', p.owner, p.database, to_char(p.measure, 'FM999,999,990.0'),
    least(:warning::numeric, :critical::numeric), p.gid, p.gid) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from prepared as p
where p.measure > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
