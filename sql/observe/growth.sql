-- Growth
-- The size of each database on each day: the last sample of the day; days without one are missing.
-- :database  bigint  <1>  Id of one database, null for all
-- :since  timestamptz  <2026-01-01T00:00:00Z>  The first day
select
  s.database_id,
  d.name as database_name,
  d.environment,
  d.zone,
  s.day,
  s.taken_at,
  s.bytes
from (
  select distinct on (f.database_id, (f.taken_at at time zone 'UTC')::date)
    f.database_id,
    (f.taken_at at time zone 'UTC')::date as day,
    f.taken_at,
    coalesce(f.size_bytes, f.heap_bytes + f.index_bytes + f.toast_bytes) as bytes
  from caretaker_store.database_sample as f
  where f.taken_at >= :since::timestamptz
    and (:database::bigint is null or f.database_id = :database::bigint)
  order by f.database_id, (f.taken_at at time zone 'UTC')::date, f.taken_at desc
) as s
join caretaker_store.database as d on d.id = s.database_id
order by d.name, s.day;
