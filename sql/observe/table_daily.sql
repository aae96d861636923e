-- Table: size by day
-- The last size of one table on each day since then: what its forecast is worked out from.
-- :database  bigint  <1>  Id of its database
-- :oid  bigint  <1>  Its oid
-- :since  timestamptz  <2026-01-01T00:00:00Z>  The first day
select distinct on ((s.taken_at at time zone 'UTC')::date)
  (s.taken_at at time zone 'UTC')::date as day,
  s.heap_bytes + s.index_bytes + s.toast_bytes as bytes
from caretaker_store.relation_sample as s
where s.database_id = :database::bigint
  and s.oid = :oid::bigint
  and s.taken_at >= :since::timestamptz
  and s.heap_bytes is not null
order by (s.taken_at at time zone 'UTC')::date, s.taken_at desc;
