-- Server: disk
-- What tablespaces and WAL hold; null where this login may not see it. How full their disks are where the console stands on the server's machine, else why not.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.server,
  r.kind,
  r.name,
  r.location,
  r.size_bytes,
  r.total_bytes,
  r.free_bytes,
  r.unknown
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(kind text, name text, location text, size_bytes bigint, total_bytes bigint, free_bytes bigint, unknown text)
where s.series = 'disk'
  and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
order by s.server, r.kind, r.name
limit 100;
