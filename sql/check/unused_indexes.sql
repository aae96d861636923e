-- Unused indexes
-- Indexes that no query has used for weeks. What a constraint or the replica identity needs is left out. A standby or primary under care is asked too; where another server's use is not known, no drop is offered.
-- scope: database
-- reads: store
-- series: indexes, replication
-- :warning  numeric  <100>  MB of one index
-- :critical  numeric  <>  MB of one index
-- :days  numeric  <30>  Days without a scan before an index counts as unused
with same as (
  -- the same database on the other servers of its cluster, as far as they are under care
  select o.id
  from caretaker_store.database as d
  join caretaker_store.database as o on o.system_identifier = d.system_identifier and o.dbname = d.dbname and not caretaker_store.same_server(o, d)
  where d.id = :database::bigint
    and exists (select from caretaker_store.index as i where i.database_id = o.id)
), servers as (
  select
    (select count(*)
     from caretaker_store.series as k
     cross join lateral jsonb_to_recordset(k.rows) as r (kind text)
     where k.database_id = :database::bigint
       and k.series = 'replication') - (select count(*) from same) as unknown
), unused as (
  select
    i.*,
    round(extract(epoch from :at::timestamptz - greatest(i.observed_since, i.used_at, e.observed_since, e.used_at))::numeric / 86400, 1) as days
  from caretaker_store.index as i
  cross join lateral (
    select
      max(o.observed_since) as observed_since,
      max(o.used_at) as used_at,
      coalesce(sum(o.observed_scans), 0) as scans
    from caretaker_store.index as o
    join same as s on s.id = o.database_id
    where o.oid = i.oid
  ) as e
  where i.database_id = :database::bigint
    and not i.is_unique
    and not i.is_primary
    and not i.is_constraint
    and not i.is_identity
    and not i.is_partitioned
    and i.is_valid
    and i.observed_scans + e.scans = 0
    and i.size_bytes > least(:warning::numeric, :critical::numeric) * 1048576
)
select
  case when u.size_bytes > :critical::numeric * 1048576 then 'critical' else 'warning' end as severity,
  u.schema_name || '.' || u.index_name as target,
  u.size_bytes::numeric as measure,
  'bytes' as unit,
  format('%s on %s, not used for %s days, limit %s MB.', pg_size_pretty(u.size_bytes), u.schema_name || '.' || u.table_name, u.days,
    least(:warning::numeric, :critical::numeric))
    || case when v.unknown > 0 then format(' Its use on %s other server%s of the replication is not known: put %s under care, or look there before it is dropped.', v.unknown,
      case when v.unknown > 1 then 's' end, case when v.unknown > 1 then 'them' else 'it' end) else '' end as detail,
  case when v.unknown <= 0 then 'drop_index' end as remedy,
  case when v.unknown <= 0 then jsonb_build_object('index', format('%I.%I', u.schema_name, u.index_name)) end as remedy_params
from unused as u
cross join servers as v
where u.days >= :days::numeric
order by measure desc, target;
