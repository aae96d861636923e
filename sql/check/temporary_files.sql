-- Temporary files
-- What sorts and hashes wrote to disk per day because work_mem was too small, by the differences between samples. A shorter window than a day is not stretched.
-- scope: database
-- reads: store
-- series: database
-- :warning  numeric  <10>  GB a day
-- :critical  numeric  <100>  GB a day
-- :hours  numeric  <24>  Hours looked back on
with counted as (
  select
    i.*,
    (i.counts ->> 'temp_bytes')::numeric as bytes,
    (i.counts ->> 'temp_files')::numeric as files
  from caretaker_store.increases(:database::bigint, 'database', '{temp_bytes,temp_files}', :at::timestamptz, :hours::numeric * interval '1 hour') as i
), daily as (
  select
    c.*,
    c.bytes / greatest(c.hours / 24, 1) as rate
  from counted as c
)
select
  case when d.unknown is not null then 'unknown'
    when d.rate > :critical::numeric * 1073741824 then 'critical'
    when d.rate > least(:warning::numeric, :critical::numeric) * 1073741824 then 'warning'
    else 'ok' end as severity,
  d.target,
  round(d.rate) as measure,
  'bytes' as unit,
  coalesce(d.unknown, format('%s in %s file%s within %s hours, limit %s GB a day.', pg_size_pretty(d.bytes), to_char(d.files, 'FM999,999,999,999,990'),
    case when d.files <> 1 then 's' end, d.hours, least(:warning::numeric, :critical::numeric))) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from daily as d
order by target;
