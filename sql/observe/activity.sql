-- Activity
-- Sessions of the servers in view, those that work first, the longest first: 100 at a time. What PostgreSQL hides from the login is null.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of the user, database, application, client, statement or pid
-- :filter  text  <>  active, long, idle_in_transaction, waiting, idle, own, hidden, or empty
-- :long  integer  <300>  Seconds from which a statement counts as long
-- :offset  bigint  <0>  Rows before the page
with sessions as (
  select
    s.database_name as seen_in,
    s.zone,
    s.server,
    s.taken_at,
    r.*,
    s.taken_at - r.query_start > :long::integer * interval '1 second' and r.state = 'active' and r.backend_type = 'client backend' and not r.is_own as is_long,
    case when r.state = 'active' then s.taken_at - r.query_start when r.state like 'idle in%' then s.taken_at - r.state_change end as lasting
  from caretaker_store.seen as s
  cross join lateral jsonb_to_recordset(s.rows) as r(pid integer, backend_start timestamptz, database_name text, user_name text, application_name text,
    client text, backend_type text, state text, wait_event_type text, wait_event text, xact_start timestamptz, query_start timestamptz,
    state_change timestamptz, query text, xmin_age bigint, leader_pid integer, is_encrypted boolean, is_superuser boolean, is_hidden boolean, is_own boolean)
  where s.series = 'activity'
    and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
), matching as (
  select
    s.*,
    count(*) over () as found
  from sessions as s
  where strpos(lower(concat_ws(' ', s.pid, s.user_name, s.database_name, s.application_name, s.client, s.query)), lower(:search)) > 0
    and case :filter
          when 'active' then s.state = 'active'
          when 'long' then s.is_long
          when 'idle_in_transaction' then s.state like 'idle in transaction%'
          when 'waiting' then s.wait_event_type = 'Lock'
          when 'idle' then s.state = 'idle'
          when 'own' then s.is_own
          when 'hidden' then s.is_hidden
          else true end
)
select
  m.seen_in,
  m.zone,
  m.server,
  m.taken_at,
  m.pid,
  m.backend_start,
  m.database_name,
  m.user_name,
  m.application_name,
  m.client,
  m.backend_type,
  m.state,
  case when m.wait_event_type is not null then m.wait_event_type || ': ' || m.wait_event end as waits_for,
  m.xact_start,
  m.query_start,
  m.query,
  extract(epoch from m.lasting)::bigint as seconds,
  extract(epoch from m.taken_at - m.xact_start)::bigint as xact_seconds,
  m.xmin_age,
  m.is_long,
  m.is_superuser,
  m.is_hidden,
  m.is_own,
  m.found
from matching as m
order by m.is_own, m.is_long desc nulls last, m.state = 'active' desc nulls last, m.lasting desc nulls last, m.xact_start nulls last, m.server, m.pid
limit 100
offset :offset::bigint;
