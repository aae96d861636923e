-- Checkpoints
-- How many checkpoints came because it was time and how many because something asked for them, as when max_wal_size was full.
-- every: 5 minutes
-- scope: server
-- history: timed, requested
select
  b.checkpoints_timed as timed,
  b.checkpoints_req as requested,
  b.stats_reset as stats_since,
  pg_catalog.pg_size_bytes(pg_catalog.current_setting('max_wal_size')) as max_wal_bytes
from pg_catalog.pg_stat_bgwriter as b
order by b.stats_reset;
