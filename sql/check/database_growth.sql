-- Database growth
-- How much the database grew in the last 30 days; with a shorter history only what it grew in it.
-- scope: database
-- reads: store
-- :warning  numeric  <5>  GB in 30 days
-- :critical  numeric  <10>  GB in 30 days
-- :days  numeric  <7>  Days of history below which a small growth says nothing
with first as (
  select
    s.taken_at,
    coalesce(s.size_bytes, s.heap_bytes + s.index_bytes + s.toast_bytes) as bytes
  from caretaker_store.database_sample as s
  where s.database_id = :database::bigint
    and s.taken_at >= :at::timestamptz - interval '30 days'
  order by s.taken_at
  limit 1
), last as (
  select coalesce(s.size_bytes, s.heap_bytes + s.index_bytes + s.toast_bytes) as bytes
  from caretaker_store.database_sample as s
  where s.database_id = :database::bigint
  order by s.taken_at desc
  limit 1
), grown as (
  select
    d.name,
    l.bytes - f.bytes as bytes,
    round(extract(epoch from :at::timestamptz - f.taken_at)::numeric / 86400, 1) as days
  from caretaker_store.database as d
  left join first as f on true
  left join last as l on true
  where d.id = :database::bigint
)
select
  case when g.bytes > :critical::numeric * 1073741824 then 'critical'
    when g.bytes > least(:warning::numeric, :critical::numeric) * 1073741824 then 'warning'
    when g.days is null or g.days < :days::numeric then 'unknown'
    else 'ok' end as severity,
  g.name as target,
  g.bytes as measure,
  'bytes' as unit,
  case when g.days is null then 'There is no history of its size yet.'
    when g.bytes <= least(:warning::numeric, :critical::numeric) * 1073741824 and g.days < :days::numeric
      then format('The history of its size is %s days long, %s are needed.', g.days, :days::numeric)
    else format('It %s by %s in %s days, limit %s GB in 30 days.', case when g.bytes < 0 then 'shrank' else 'grew' end, pg_size_pretty(abs(g.bytes::bigint)), g.days,
      least(:warning::numeric, :critical::numeric)) end as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from grown as g
order by target;
