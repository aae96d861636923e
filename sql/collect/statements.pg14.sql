-- Statements
-- The 200 statements of this database that took the most time since the counters began. Texts come as PostgreSQL normalised them, without values.
-- Since PostgreSQL 14 the time of the last reset is known.
-- every: 5 minutes
-- needs: pg_stat_statements
select
  s.queryid,
  pg_catalog.pg_get_userbyid(s.userid)::text as login,
  left(min(s.query), 10000) as text,
  sum(s.calls) as calls,
  sum(s.total_exec_time) as total_ms,
  max(s.max_exec_time) as max_ms,
  sum(s.rows) as rows,
  sum(s.shared_blks_hit) as blocks_hit,
  sum(s.shared_blks_read) as blocks_read,
  sum(s.temp_blks_read + s.temp_blks_written) as temp_blocks,
  sum(s.wal_bytes) as wal_bytes,
  (select i.stats_reset from @extschema@.pg_stat_statements_info as i) as since
from @extschema@.pg_stat_statements as s
where s.dbid = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
  and s.queryid is not null
group by s.queryid, s.userid
order by sum(s.total_exec_time) desc, s.queryid, s.userid
limit 200;
