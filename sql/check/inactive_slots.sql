-- Inactive replication slots
-- Slots that nobody reads keep WAL until the disk is full.
-- scope: server
-- reads: target
-- :warning  numeric  <100>  MB of WAL kept
-- :critical  numeric  <10240>  MB of WAL kept
with kept as (
  select
    s.slot_name::text as target,
    s.slot_type,
    pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, s.restart_lsn) as bytes
  from pg_catalog.pg_replication_slots as s
  where not s.active
    and s.restart_lsn is not null
)
select
  case when k.bytes > :critical::numeric * 1048576 then 'critical' else 'warning' end as severity,
  k.target,
  k.bytes as measure,
  'bytes' as unit,
  format('The %s slot is not in use and keeps %s of WAL, limit %s MB. If nobody needs it: select pg_drop_replication_slot(%L);', k.slot_type, pg_size_pretty(k.bytes),
    least(:warning::numeric, :critical::numeric), k.target) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from kept as k
where k.bytes > least(:warning::numeric, :critical::numeric) * 1048576
order by measure desc, target;
