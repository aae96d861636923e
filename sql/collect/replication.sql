-- Replication
-- Standbys that read from this server, and where this server reads from when it is a standby itself. state is empty where PostgreSQL hides it.
-- every: 1 minute
-- scope: server
-- key: kind, name
-- history: lag_bytes, lag_seconds
with here as materialized (
  select case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn() else pg_catalog.pg_current_wal_lsn() end as lsn
)
select
  'standby' as kind,
  coalesce(nullif(r.application_name, ''), r.pid::text) as name,
  r.usename::text as user_name,
  host(r.client_addr) as client,
  r.state,
  r.sync_state,
  pg_catalog.pg_wal_lsn_diff(h.lsn, r.replay_lsn)::bigint as lag_bytes,
  extract(epoch from r.replay_lag)::numeric as lag_seconds,
  r.backend_start as since
from pg_catalog.pg_stat_replication as r
cross join here as h
union all
select
  'upstream',
  coalesce(w.sender_host || ':' || w.sender_port, 'upstream'),
  null,
  null,
  w.status,
  w.slot_name,
  null,
  case when pg_catalog.pg_is_in_recovery() then extract(epoch from pg_catalog.now() - pg_catalog.pg_last_xact_replay_timestamp())::numeric end,
  w.latest_end_time
from pg_catalog.pg_stat_wal_receiver as w
order by kind, name;
