-- Locks held on a table
-- Sessions whose lock on the table conflicts with ROW EXCLUSIVE: a delete would wait for them.
-- https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
-- :oid  bigint  <0>  The table
select
  a.pid,
  coalesce(a.usename, '')::text as "user",
  coalesce(a.application_name, '') as application,
  l.mode,
  coalesce(a.xact_start, a.query_start) as since,
  left(coalesce(a.query, ''), 200) as query
from pg_catalog.pg_locks as l
left join pg_catalog.pg_stat_activity as a on a.pid = l.pid
where l.locktype = 'relation'
  and l.relation = :oid::oid
  and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = current_database())
  and l.granted
  and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  and l.pid <> pg_backend_pid()
order by a.pid, l.mode;
