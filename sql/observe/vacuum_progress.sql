-- Vacuum: progress
-- VACUUMs, index builds, CLUSTERs and ANALYZEs that ran when the series was read.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.database_name,
  s.zone,
  s.taken_at,
  r.kind,
  r.pid,
  r.schema_name,
  r.relation_name,
  r.index_name,
  r.phase,
  r.done,
  r.total,
  r.note,
  r.since,
  coalesce(r.is_automatic, false) as is_automatic,
  coalesce(r.prevents_wraparound, false) as prevents_wraparound
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(kind text, pid integer, schema_name text, relation_name text, index_name text, phase text, done bigint,
  total bigint, note text, since timestamptz, is_automatic boolean, prevents_wraparound boolean)
where s.series = 'progress'
  and (:database::bigint is null or s.database_id = :database::bigint)
order by r.since, s.database_name, r.pid
limit 50;
