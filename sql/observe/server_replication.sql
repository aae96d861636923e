-- Server: replication
-- Standbys that read from the servers in view and where those read from; state is null where PostgreSQL hides it.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.server,
  s.zone,
  r.kind,
  r.name,
  r.user_name,
  r.client,
  r.state,
  r.sync_state,
  r.lag_bytes,
  r.lag_seconds,
  r.since,
  case
    when r.state is null then 'unknown'
    when r.lag_bytes > 1073741824 or r.lag_seconds > 600 then 'critical'
    when r.lag_bytes > 134217728 or r.lag_seconds > 60 then 'warning'
    else 'ok' end as verdict
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(kind text, name text, user_name text, client text, state text, sync_state text, lag_bytes bigint,
  lag_seconds numeric, since timestamptz)
where s.series = 'replication'
  and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
order by s.server, r.kind, r.name
limit 100;
