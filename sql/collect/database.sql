-- Counters of the database
-- Transactions, blocks, rows, deadlocks and temporary files since the statistics began, and the connections of now.
-- every: 5 minutes
-- history: connections, size_bytes, commits, rollbacks, blocks_hit, blocks_read, rows_inserted, rows_updated, rows_deleted, deadlocks, conflicts, temp_files, temp_bytes
select
  s.numbackends as connections,
  pg_catalog.pg_database_size(s.datid) as size_bytes,
  s.xact_commit as commits,
  s.xact_rollback as rollbacks,
  s.blks_hit as blocks_hit,
  s.blks_read as blocks_read,
  s.tup_inserted as rows_inserted,
  s.tup_updated as rows_updated,
  s.tup_deleted as rows_deleted,
  s.deadlocks,
  s.conflicts,
  s.temp_files,
  s.temp_bytes,
  s.checksum_failures,
  s.checksum_last_failure as checksum_failed_at,
  s.stats_reset as stats_since,
  d.datconnlimit as connection_limit,
  pg_catalog.current_setting('max_connections')::integer as max_connections,
  pg_catalog.pg_postmaster_start_time() as started_at
from pg_catalog.pg_stat_database as s
join pg_catalog.pg_database as d on d.oid = s.datid
where s.datname = pg_catalog.current_database()
order by s.datid;
