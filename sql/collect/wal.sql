-- WAL and its archive
-- How far the server's WAL has come (a standby: how far it has replayed), and how archiving goes.
-- every: 1 minute
-- scope: server
-- history: position, archived, failed
select
  pg_catalog.pg_is_in_recovery() as in_recovery,
  pg_catalog.pg_wal_lsn_diff(case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn() else pg_catalog.pg_current_wal_lsn() end, '0/0') as position,
  case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_wal_replay_lsn() else pg_catalog.pg_current_wal_lsn() end::text as lsn,
  case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_last_xact_replay_timestamp() end as replayed_at,
  pg_catalog.current_setting('wal_level') as wal_level,
  pg_catalog.current_setting('archive_mode') as archive_mode,
  pg_catalog.current_setting('archive_timeout') as archive_timeout,
  pg_catalog.current_setting('max_wal_size') as max_wal_size,
  (select s.setting::bigint from pg_catalog.pg_settings as s where s.name = 'wal_segment_size') as segment_bytes,
  a.archived_count as archived,
  a.last_archived_wal,
  a.last_archived_time as archived_at,
  a.failed_count as failed,
  a.last_failed_wal,
  a.last_failed_time as failed_at,
  a.stats_reset as stats_since
from pg_catalog.pg_stat_archiver as a
order by a.stats_reset;
