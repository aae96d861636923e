-- Overview: findings by day
-- How many findings were open at the end of each of the last 30 days (today: now), by their newest severity, and how many were closed on it.
-- :database  bigint  <1>  Id of one database, null for all
-- :at  timestamptz  <2026-11-20T00:00:00Z>  Now
with days as (
  select
    (:at::timestamptz at time zone 'UTC')::date - n as day,
    least(:at::timestamptz, ((:at::timestamptz at time zone 'UTC')::date - n + 1)::timestamp at time zone 'UTC') as until
  from generate_series(0, 29) as n
), findings as (
  select
    f.severity,
    f.opened_at,
    f.closed_at
  from caretaker_store.finding as f
  join caretaker_store.database as d on d.id = f.database_id
  where (f.closed_at is null or f.closed_at > :at::timestamptz - interval '31 days')
    and (:database::bigint is null or f.database_id = :database::bigint or f.scope = 'server' and exists (
      select from caretaker_store.database as o where o.id = :database::bigint and caretaker_store.same_server(o, d)))
)
select
  y.day,
  count(f.opened_at) filter (where f.severity = 'critical' and (f.closed_at is null or f.closed_at > y.until)) as critical,
  count(f.opened_at) filter (where f.severity = 'warning' and (f.closed_at is null or f.closed_at > y.until)) as warning,
  count(f.opened_at) filter (where (f.closed_at at time zone 'UTC')::date = y.day) as closed
from days as y
left join findings as f on f.opened_at <= y.until and (f.closed_at is null or (f.closed_at at time zone 'UTC')::date >= y.day)
group by y.day
order by y.day;
