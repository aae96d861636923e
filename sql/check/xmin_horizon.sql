-- Vacuum horizon
-- The oldest snapshot that keeps dead rows from being removed, whoever holds it: a session, a replication slot, a standby.
-- scope: server
-- reads: target
-- needs: pg_monitor
-- :warning  numeric  <1000000>  Transactions that began since
-- :critical  numeric  <20000000>  Transactions that began since
with holders as (
  select
    'pid ' || a.pid as target,
    format('the session of %s in %s', coalesce(a.usename, 'a login'), coalesce(a.datname, 'no database')) as who,
    age(a.backend_xmin)::numeric as measure
  from pg_catalog.pg_stat_activity as a
  where a.backend_xmin is not null
    and a.pid <> pg_backend_pid()
  union all
  select
    'slot ' || s.slot_name,
    format('the replication slot %s', s.slot_name),
    greatest(age(s.xmin), age(s.catalog_xmin))
  from pg_catalog.pg_replication_slots as s
  where s.xmin is not null
    or s.catalog_xmin is not null
  union all
  select
    'prepared ' || p.gid,
    format('the prepared transaction %s', p.gid),
    age(p.transaction)
  from pg_catalog.pg_prepared_xacts as p
)
select
  case when h.measure > :critical::numeric then 'critical' else 'warning' end as severity,
  h.target,
  h.measure,
  'transactions' as unit,
  format('%s transaction%s began since %s took its snapshot, limit %s; VACUUM keeps every row that died since.', to_char(h.measure, 'FM999,999,999,999,990'),
    case when h.measure <> 1 then 's' end, h.who,
    to_char(least(:warning::numeric, :critical::numeric), 'FM999,999,999,999,990')) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from holders as h
where h.measure > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
