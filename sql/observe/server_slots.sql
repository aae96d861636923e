-- Server: slots
-- Replication slots with the WAL each keeps, those that nobody reads first.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.server,
  s.zone,
  r.name,
  r.slot_type,
  r.plugin,
  r.database_name,
  r.is_active,
  r.wal_status,
  r.left_bytes,
  r.kept_bytes,
  r.xmin_age,
  r.inactive_since,
  r.invalidation_reason,
  case
    when r.wal_status in ('lost', 'unreserved') or r.invalidation_reason is not null then 'critical'
    when not r.is_active and r.kept_bytes > 1073741824 then 'critical'
    when not r.is_active and not r.is_temporary then 'warning'
    else 'ok' end as verdict
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(name text, slot_type text, plugin text, database_name text, is_active boolean, is_temporary boolean, wal_status text,
  left_bytes bigint, kept_bytes bigint, xmin_age bigint, inactive_since timestamptz, invalidation_reason text)
where s.series = 'slots'
  and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
order by r.is_active, r.kept_bytes desc nulls last, s.server, r.name
limit 100;
