-- Server: facts
-- What each server is: version, since when it runs, primary or standby.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.server,
  s.zone,
  d.server_version,
  r.in_recovery,
  r.started_at,
  r.max_connections,
  r.reserved_connections
from caretaker_store.seen as s
join caretaker_store.database as d on d.id = s.database_id
cross join lateral jsonb_to_recordset(s.rows) as r(in_recovery boolean, started_at timestamptz, max_connections integer, reserved_connections integer)
where s.series = 'powers'
  and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
order by s.server;
