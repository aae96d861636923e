-- Overview: size
-- Sizes of all tables at 120 times of the last 90 days, or since the first sample; null where a database had no sample for two days.
-- :database  bigint  <1>  Id of one database, null for all
-- :at  timestamptz  <2026-11-20T00:00:00Z>  Now
with seen as (
  select
    s.database_id,
    min(s.taken_at) as first_at
  from caretaker_store.database_sample as s
  where :database::bigint is null or s.database_id = :database::bigint
  group by s.database_id
), span as (
  select greatest(:at::timestamptz - interval '90 days', min(s.first_at)) as since
  from seen as s
)
select
  g.at,
  case when bool_and(h.heap_bytes is not null) then sum(h.heap_bytes)::bigint end as heap_bytes,
  case when bool_and(h.heap_bytes is not null) then sum(h.index_bytes)::bigint end as index_bytes,
  case when bool_and(h.heap_bytes is not null) then sum(h.toast_bytes)::bigint end as toast_bytes
from span
cross join generate_series(0, 119) as k
cross join lateral (select span.since + (:at::timestamptz - span.since) * k / 119 as at) as g
join seen as s on s.first_at <= g.at
left join lateral (
  select n.*
  from caretaker_store.database_sample as n
  where n.database_id = s.database_id
    and n.taken_at <= g.at
    and n.taken_at > g.at - interval '2 days'
  order by n.taken_at desc
  limit 1
) as h on true
where span.since is not null
group by g.at
order by g.at;
