-- Activity: counts
-- How many sessions are in which state, and how many connections the servers in view have left.
-- :database  bigint  <1>  Id of one database, null for all
-- :long  integer  <300>  Seconds from which a statement counts as long
with servers as (
  select
    s.server,
    s.taken_at,
    s.rows,
    k.max_connections - k.reserved_connections as usable,
    k.max_connections,
    k.reserved_connections
  from caretaker_store.seen as s
  left join caretaker_store.series as p on p.database_id = s.database_id and p.series = 'powers'
  left join lateral jsonb_to_recordset(p.rows) as k(max_connections integer, reserved_connections integer) on true
  where s.series = 'activity'
    and s.taken_at is not null
    and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
), sessions as (
  select
    v.taken_at,
    r.*
  from servers as v
  cross join lateral jsonb_to_recordset(v.rows) as r(pid integer, backend_type text, state text, wait_event_type text, query_start timestamptz, is_hidden boolean, is_own boolean)
  where r.backend_type in ('client backend', 'walsender')
     or r.is_hidden
)
select
  count(*) as sessions,
  count(*) filter (where s.state = 'active') as active,
  count(*) filter (where s.state = 'active' and s.taken_at - s.query_start > :long::integer * interval '1 second' and s.backend_type = 'client backend' and not s.is_own) as long_running,
  count(*) filter (where s.state like 'idle in transaction%') as idle_in_transaction,
  count(*) filter (where s.state = 'idle') as idle,
  count(*) filter (where s.wait_event_type = 'Lock') as waiting,
  count(*) filter (where s.is_own) as own,
  count(*) filter (where s.is_hidden) as hidden,
  (select sum(v.usable) from servers as v) as usable,
  (select sum(v.max_connections) from servers as v) as most,
  (select sum(v.reserved_connections) from servers as v) as reserved,
  -- the fullest server, for the verdict
  (select max((select count(*) from jsonb_to_recordset(v.rows) as r(backend_type text, is_hidden boolean) where r.backend_type = 'client backend' or r.is_hidden)::numeric / v.usable)
   from servers as v) as fullest
from sessions as s
order by sessions;
