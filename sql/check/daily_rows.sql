-- Rows per day
-- Tables that took in far more rows in the last day than on the seven days before it, on average.
-- scope: database
-- reads: store
-- :warning  numeric  <150>  Per cent of the usual day
-- :critical  numeric  <300>  Per cent of the usual day
-- :floor  numeric  <1000>  Rows of the last day below which the share does not matter
with days as (
  select
    t.oid,
    t.schema_name || '.' || t.relation_name as target,
    now.estimated_rows - day.estimated_rows as fresh,
    (day.estimated_rows - week.estimated_rows) / (extract(epoch from day.taken_at - week.taken_at)::numeric / 86400) as usual
  from caretaker_store.relation as t
  cross join lateral (
    select s.estimated_rows
    from caretaker_store.relation_sample as s
    where s.database_id = t.database_id and s.oid = t.oid
    order by s.taken_at desc
    limit 1) as now
  cross join lateral (
    select s.estimated_rows, s.taken_at
    from caretaker_store.relation_sample as s
    where s.database_id = t.database_id and s.oid = t.oid and s.taken_at <= :at::timestamptz - interval '1 day'
    order by s.taken_at desc
    limit 1) as day
  cross join lateral (
    select s.estimated_rows, s.taken_at
    from caretaker_store.relation_sample as s
    where s.database_id = t.database_id and s.oid = t.oid and s.taken_at >= day.taken_at - interval '7 days' and s.taken_at < day.taken_at - interval '1 day'
    order by s.taken_at
    limit 1) as week
  where t.database_id = :database::bigint
)
select
  case when 100 * d.fresh / d.usual > :critical::numeric then 'critical' else 'warning' end as severity,
  d.target,
  round(100 * d.fresh / d.usual, 1) as measure,
  '%' as unit,
  format('About %s rows came in the last day, %s %% of the usual %s, limit %s %%.', to_char(d.fresh, 'FM999,999,999,999,990'),
    to_char(100 * d.fresh / d.usual, 'FM999,999,999,999,990'), to_char(d.usual, 'FM999,999,999,999,990'),
    least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from days as d
where d.usual > 0
  and d.fresh >= :floor::numeric
  and 100 * d.fresh / d.usual > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
