-- Locks
-- Sessions of this database that wait for a lock, and those that make them wait; pid 0 stands for a prepared transaction.
-- every: 30 seconds
-- scope: database
with waiting as materialized (
  select
    l.pid,
    l.locktype,
    l.mode,
    l.relation,
    l.waitstart as since,
    pg_catalog.pg_blocking_pids(l.pid) as blocked_by
  from pg_catalog.pg_locks as l
  where not l.granted
    and exists (select from pg_catalog.pg_stat_activity as a where a.pid = l.pid and a.datname = pg_catalog.current_database())
), involved as (
  select w.pid from waiting as w
  union
  select b.pid from waiting as w cross join unnest(w.blocked_by) as b(pid)
)
select
  i.pid,
  a.backend_start,
  a.datname::text as database_name,
  a.usename::text as user_name,
  a.application_name,
  a.state,
  left(a.query, 1000) as query,
  a.xact_start,
  a.query_start,
  w.locktype as lock_type,
  w.mode,
  case when c.oid is not null then pg_catalog.format('%I.%I', n.nspname, c.relname) end as relation,
  coalesce(w.since, a.state_change, a.query_start) as waiting_since,
  w.pid is not null and w.since is null as is_at_most,
  coalesce(to_jsonb(w.blocked_by), '[]') as blocked_by,
  coalesce(r.rolsuper, false) as is_superuser,
  coalesce(a.application_name like 'caretaker %', false) as is_own
from involved as i
left join waiting as w on w.pid = i.pid
left join pg_catalog.pg_stat_activity as a on a.pid = i.pid
left join pg_catalog.pg_roles as r on r.oid = a.usesysid
left join pg_catalog.pg_class as c on c.oid = w.relation
left join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
order by i.pid;
