-- The run that works on a table now, and whether its session still lives.
select
  r.run::text as run,
  r.person,
  r.started_at,
  exists (
    select from pg_catalog.pg_stat_activity as a
    where a.pid = r.backend_pid
      and coalesce(a.backend_start = r.backend_start, true)) as alive
from caretaker.run as r
where r.relation = :relation::oid
  and r.state = 'running'
  and r.run <> :run::uuid
order by r.run;
