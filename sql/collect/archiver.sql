-- WAL archiving
-- Whether finished WAL files are copied away, what failed last, and what a restore to a point in time needs.
-- every: 1 minute
-- scope: server
select
  a.archived_count,
  a.last_archived_wal,
  a.last_archived_time as archived_at,
  a.failed_count,
  a.last_failed_wal,
  a.last_failed_time as failed_at,
  a.stats_reset as counted_since,
  pg_catalog.current_setting('archive_mode') as mode,
  pg_catalog.current_setting('wal_level') as wal_level,
  pg_catalog.current_setting('archive_timeout') as timeout,
  (select nullif(nullif(s.setting, ''), '(disabled)') is not null from pg_catalog.pg_settings as s where s.name = 'archive_command') as has_command,
  (select nullif(s.setting, '') is not null from pg_catalog.pg_settings as s where s.name = 'archive_library') as has_library,
  pg_catalog.pg_is_in_recovery() as in_recovery,
  case when not pg_catalog.pg_is_in_recovery() then pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()) end as current_wal
from pg_catalog.pg_stat_archiver as a
order by a.archived_count;
