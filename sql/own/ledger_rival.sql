-- Runs that work now on this table, on a partition of it or on a table it is a partition of, and whether their session still lives.
select
  r.run::text as run,
  r.person,
  r.started_at,
  exists (
    select from pg_catalog.pg_stat_activity as a
    where a.pid = r.backend_pid
      and coalesce(a.backend_start = r.backend_start, true)) as alive
from caretaker.run as r
where r.state = 'running'
  and r.run <> :run::uuid
  and (r.relation = :relation::oid
    or r.relation in (select p.relid from pg_catalog.pg_partition_ancestors(:relation::oid::regclass) as p)
    or :relation::oid in (select p.relid from pg_catalog.pg_partition_ancestors(r.relation::regclass) as p))
order by r.run;
