-- Activity: locks
-- Sessions that wait for a lock and those that make them wait.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.database_name as seen_in,
  s.zone,
  s.taken_at,
  r.pid,
  r.backend_start,
  r.user_name,
  r.application_name,
  r.state,
  r.query,
  r.xact_start,
  r.lock_type,
  r.mode,
  r.relation,
  r.waiting_since,
  coalesce(r.is_at_most, false) as is_at_most,
  r.blocked_by,
  coalesce(r.is_superuser, false) as is_superuser,
  coalesce(r.is_own, false) as is_own
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(pid integer, backend_start timestamptz, user_name text, application_name text, state text, query text,
  xact_start timestamptz, lock_type text, mode text, relation text, waiting_since timestamptz, is_at_most boolean, blocked_by jsonb, is_superuser boolean, is_own boolean)
where s.series = 'locks'
  and (:database::bigint is null or s.database_id = :database::bigint)
order by s.database_name, r.waiting_since nulls first, r.pid;
