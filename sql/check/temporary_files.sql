-- Temporary files
-- What sorts and hashes wrote to disk per day because work_mem was too small, by the differences between samples. A shorter window than a day is not stretched.
-- scope: database
-- reads: store
-- series: database
-- :warning  numeric  <10>  GB a day
-- :critical  numeric  <100>  GB a day
-- :hours  numeric  <24>  Hours looked back on
with span as (
  select
    min(f.taken_at) as began,
    max(f.taken_at) as ended
  from caretaker_store.figure as f
  where f.database_id = :database::bigint
    and f.series = 'database'
    and f.object = ''
    and f.metric = 'commits'
    and f.taken_at >= :at::timestamptz - :hours::numeric * interval '1 hour'
    and f.taken_at <= :at::timestamptz
), counted as (
  select
    d.name as target,
    round(extract(epoch from s.ended - s.began)::numeric / 3600, 1) as hours,
    coalesce(caretaker_store.increase(d.id, 'database', '', 'temp_bytes', s.began, s.ended), 0)::numeric as bytes,
    coalesce(caretaker_store.increase(d.id, 'database', '', 'temp_files', s.began, s.ended), 0)::numeric as files
  from span as s
  join caretaker_store.database as d on d.id = :database::bigint
  where s.ended > s.began
), daily as (
  select
    c.*,
    c.bytes / greatest(c.hours / 24, 1) as rate
  from counted as c
)
select
  case when d.rate > :critical::numeric * 1073741824 then 'critical' else 'warning' end as severity,
  d.target,
  round(d.rate) as measure,
  'bytes' as unit,
  format('%s in %s files within %s hours, limit %s GB a day.', pg_size_pretty(d.bytes), d.files, d.hours, least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from daily as d
where d.rate > least(:warning::numeric, :critical::numeric) * 1073741824
union all
select
  'unknown',
  'counters',
  null,
  null,
  format('Two samples within the last %s hours are needed, and there are not: what was counted since a reset long ago does not tell how it goes now.', :hours::numeric),
  null,
  null
where not exists (select from counted)
order by severity, target;
