-- What this transaction has touched so far: tables it holds a lock on, with the rows written to each, cascades and triggers included.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-STATS-FUNCTIONS
select
  c.oid::bigint as oid,
  format('%I.%I', n.nspname, c.relname) as relation_name,
  pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) as inserted,
  pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) as updated,
  pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) as deleted,
  bool_or(l.mode = 'AccessExclusiveLock') as exclusive,
  (select count(*)
   from pg_catalog.pg_locks as w
   where not w.granted
     and pg_catalog.pg_backend_pid() = any (pg_catalog.pg_blocking_pids(w.pid)))::integer as waiting
from pg_catalog.pg_locks as l
join pg_catalog.pg_class as c on c.oid = l.relation
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where l.locktype = 'relation'
  and l.pid = pg_catalog.pg_backend_pid()
  and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = current_database())
  and c.relkind in ('r', 'p', 'm', 'f')
  and c.relpersistence <> 't'
  and c.oid >= 16384
group by c.oid, n.nspname, c.relname
order by c.oid;
