-- Activity: connections by user
-- Who holds how many connections in which state, against the limit of the login (-1 is none, null is unknown; PostgreSQL does not apply it to superusers).
-- :database  bigint  <1>  Id of one database, null for all
with sessions as (
  select
    s.database_id,
    s.server,
    r.*,
    case
      when r.is_hidden then 'hidden'
      when r.state in ('active', 'idle', 'idle in transaction', 'idle in transaction (aborted)') then r.state
      else 'other' end as kind
  from caretaker_store.seen as s
  cross join lateral jsonb_to_recordset(s.rows) as r(user_name text, database_name text, backend_type text, state text, is_hidden boolean, is_own boolean, is_superuser boolean)
  where s.series = 'activity'
    and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
    and (r.backend_type in ('client backend', 'walsender') or r.is_hidden)
), users as (
  select
    s.database_id,
    s.server,
    s.user_name,
    string_agg(distinct s.database_name, ', ' order by s.database_name) as database_names,
    bool_or(coalesce(s.is_superuser, false)) as is_superuser,
    count(*) filter (where s.is_own) as own,
    count(*) as connections,
    count(*) filter (where s.kind = 'active') as active,
    count(*) filter (where s.kind = 'idle') as idle,
    count(*) filter (where s.kind = 'idle in transaction') as idle_in_transaction,
    count(*) filter (where s.kind = 'idle in transaction (aborted)') as aborted,
    count(*) filter (where s.kind = 'other') as other,
    count(*) filter (where s.kind = 'hidden') as hidden
  from sessions as s
  group by s.database_id, s.server, s.user_name
)
select
  u.*,
  case when u.is_superuser then -1 else l.connection_limit end as connection_limit,
  l.connection_limit > 0 and not u.is_superuser and u.connections >= 0.8 * l.connection_limit as is_near,
  sum(u.active) over () as all_active,
  sum(u.idle) over () as all_idle,
  sum(u.idle_in_transaction) over () as all_idle_in_transaction,
  sum(u.aborted) over () as all_aborted,
  sum(u.other) over () as all_other,
  sum(u.hidden) over () as all_hidden
from users as u
left join lateral (
  select r.connection_limit
  from caretaker_store.seen as s
  cross join lateral jsonb_to_recordset(s.rows) as r(name text, connection_limit integer)
  where s.series = 'roles'
    and s.database_id = u.database_id
    and r.name = u.user_name
  limit 1
) as l on true
order by u.connections desc, u.user_name, u.server
limit 40;
