-- Cancels the statement of a session, if it is still the one that was seen.
select pg_catalog.pg_cancel_backend(a.pid) as sent
from pg_catalog.pg_stat_activity as a
where a.pid = :pid::integer
  and a.backend_start = :backend_start::timestamptz;
