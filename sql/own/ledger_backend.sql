-- The session of a run, when it still lives.
select a.pid
from caretaker.run as r
join pg_catalog.pg_stat_activity as a on a.pid = r.backend_pid and coalesce(a.backend_start = r.backend_start, true)
where r.run = :run::uuid
  and a.pid <> pg_backend_pid()
order by a.pid;
