-- Numbers of a series over time: written when they changed, and once an hour.
insert into caretaker_store.figure (database_id, series, object, metric, taken_at, value)
select
  n.database_id,
  n.series,
  n.object,
  n.metric,
  n.taken_at,
  n.value
from (
  select
    :database_id::bigint as database_id,
    :series::text as series,
    coalesce((
      select string_agg(r.fields ->> k.name, '.' order by k.place)
      from jsonb_array_elements_text(:key::jsonb) with ordinality as k (name, place)), '') as object,
    m.name as metric,
    :at::timestamptz as taken_at,
    (r.fields ->> m.name)::double precision as value
  from jsonb_array_elements(:rows::jsonb) as r (fields)
  cross join jsonb_array_elements_text(:history::jsonb) as m (name)
) as n
left join lateral (
  select f.value
  from caretaker_store.figure as f
  where f.database_id = n.database_id
    and f.series = n.series
    and f.object = n.object
    and f.metric = n.metric
    and f.taken_at > n.taken_at - interval '1 hour'
    and f.taken_at <= n.taken_at
  order by f.taken_at desc
  limit 1
) as l on true
where n.value is not null
  and l.value is distinct from n.value
on conflict do nothing;
