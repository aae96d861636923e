-- Table: size history
-- Sizes of one table at 120 times between since (or its first sample) and now; null where nothing had been measured for two days.
-- :database  bigint  <1>  Id of its database
-- :oid  bigint  <1>  Its oid
-- :since  timestamptz  <2026-01-01T00:00:00Z>  Where the history begins
-- :at  timestamptz  <2026-11-20T00:00:00Z>  Now
with span as (
  select greatest(:since::timestamptz, min(s.taken_at)) as since
  from caretaker_store.relation_sample as s
  where s.database_id = :database::bigint
    and s.oid = :oid::bigint
)
select
  g.at,
  h.heap_bytes,
  h.index_bytes,
  h.toast_bytes
from span
cross join generate_series(0, 119) as k
cross join lateral (select span.since + (:at::timestamptz - span.since) * k / 119 as at) as g
left join lateral (
  select s.*
  from caretaker_store.relation_sample as s
  where s.database_id = :database::bigint
    and s.oid = :oid::bigint
    and s.taken_at <= g.at
    and s.taken_at > g.at - interval '2 days'
  order by s.taken_at desc
  limit 1
) as h on true
where span.since is not null
order by g.at;
