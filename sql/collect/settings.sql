-- Settings
-- Settings that matter for safety, memory, vacuum, WAL and connections, and each that was changed or waits for a restart. What Caretaker sets for its
-- own session is shown as it was before, or, where it was set with the connection, not at all.
-- every: 15 minutes
-- scope: server
select
  s.name,
  case s.source when 'session' then s.reset_val when 'client' then null else s.setting end as setting,
  s.unit,
  s.vartype as kind,
  s.boot_val as default_setting,
  nullif(nullif(s.source, 'session'), 'client') as source,
  s.sourcefile as source_file,
  s.sourceline as source_line,
  s.pending_restart,
  s.context,
  s.category,
  s.short_desc as description
from pg_catalog.pg_settings as s
where s.pending_restart
   or s.source in ('configuration file', 'command line', 'environment variable', 'database', 'user', 'database user', 'global')
   or s.name in ('archive_mode', 'archive_command', 'archive_library', 'archive_timeout', 'autovacuum', 'autovacuum_freeze_max_age', 'autovacuum_max_workers',
     'autovacuum_naptime', 'autovacuum_vacuum_cost_delay', 'autovacuum_vacuum_cost_limit', 'autovacuum_vacuum_scale_factor', 'checkpoint_timeout', 'data_checksums',
     'deadlock_timeout', 'default_statistics_target', 'effective_cache_size', 'effective_io_concurrency', 'fsync', 'full_page_writes', 'hot_standby_feedback',
     'idle_in_transaction_session_timeout', 'idle_replication_slot_timeout', 'jit', 'lock_timeout', 'log_autovacuum_min_duration', 'log_lock_waits',
     'log_min_duration_statement', 'log_temp_files', 'maintenance_work_mem', 'max_connections', 'max_locks_per_transaction', 'max_prepared_transactions',
     'max_slot_wal_keep_size', 'max_wal_size', 'password_encryption', 'random_page_cost', 'shared_buffers', 'shared_preload_libraries', 'ssl', 'ssl_min_protocol_version',
     'statement_timeout', 'synchronous_commit', 'temp_file_limit', 'track_counts', 'track_io_timing', 'transaction_timeout', 'vacuum_failsafe_age', 'wal_level', 'work_mem')
order by s.name;
