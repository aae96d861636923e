-- Vacuum: what holds the horizon back
-- Sessions, slots, prepared transactions and standbys whose snapshot keeps dead rows from being removed, the oldest first; once for each server.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.server,
  s.database_name as seen_in,
  s.zone,
  r.kind,
  r.name,
  r.user_name,
  r.database_name,
  r.since,
  r.xmin_age,
  r.detail,
  r.query,
  r.hidden
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(kind text, name text, user_name text, database_name text, since timestamptz, xmin_age bigint,
  detail text, query text, hidden bigint)
where s.series = 'horizon'
  and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
order by r.xmin_age desc nulls last, r.since, s.server, r.kind, r.name
limit 30;
