-- Slots
-- Replication slots and how much WAL each keeps from being removed.
-- every: 1 minute
-- scope: server
-- key: name
-- history: kept_bytes
select
  s.slot_name::text as name,
  s.slot_type,
  s.plugin::text as plugin,
  s.database::text as database_name,
  s.active as is_active,
  s.temporary as is_temporary,
  s.wal_status,
  s.safe_wal_size as left_bytes,
  pg_catalog.pg_wal_lsn_diff(case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn() else pg_catalog.pg_current_wal_lsn() end, s.restart_lsn)::bigint as kept_bytes,
  greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin))::bigint as xmin_age,
  s.inactive_since as inactive_since,
  s.invalidation_reason as invalidation_reason
from pg_catalog.pg_replication_slots as s
order by s.slot_name;
