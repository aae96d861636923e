-- Activity: connections by user
-- Who holds how many connections, in which state; Caretaker's own are a line of their own.
-- :database  bigint  <1>  Id of one database, null for all
select
  r.user_name,
  r.database_name,
  r.is_own,
  count(*) as connections,
  count(*) filter (where r.state = 'active') as active,
  count(*) filter (where r.state like 'idle in transaction%') as idle_in_transaction,
  count(*) filter (where r.state = 'idle') as idle,
  count(*) filter (where r.is_hidden) as hidden
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(user_name text, database_name text, backend_type text, state text, is_hidden boolean, is_own boolean)
where s.series = 'activity'
  and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
  and (r.backend_type in ('client backend', 'walsender') or r.is_hidden)
group by r.user_name, r.database_name, r.is_own
order by connections desc, r.user_name, r.database_name, r.is_own
limit 40;
