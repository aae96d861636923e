-- Requested checkpoints
-- Checkpoints of the last day that came because max_wal_size was full and not because it was time: they write more. By the differences between samples.
-- scope: server
-- reads: store
-- series: checkpoints
-- :warning  numeric  <50>  Per cent of all checkpoints
-- :critical  numeric  <>  Per cent of all checkpoints
-- :floor  numeric  <50>  Checkpoints below which the share does not matter
-- :hours  numeric  <24>  Hours looked back on
with counted as (
  select
    i.*,
    (i.counts ->> 'requested')::numeric as requested,
    (i.counts ->> 'requested')::numeric + (i.counts ->> 'timed')::numeric as checkpoints,
    (select pg_size_pretty((k.rows -> 0 ->> 'max_wal_bytes')::bigint)
     from caretaker_store.series as k
     where k.database_id = :database::bigint and k.series = 'checkpoints') as max_wal_size
  from caretaker_store.increases(:database::bigint, 'checkpoints', '{timed,requested}', :at::timestamptz, :hours::numeric * interval '1 hour') as i
), share as (
  select
    c.*,
    round(100 * c.requested / nullif(c.checkpoints, 0), 1) as measure
  from counted as c
)
select
  case when s.unknown is not null then 'unknown'
    when s.checkpoints < greatest(:floor::numeric, 1) then 'ok'
    when s.measure > :critical::numeric then 'critical'
    when s.measure > least(:warning::numeric, :critical::numeric) then 'warning'
    else 'ok' end as severity,
  'checkpoints' as target,
  s.measure,
  '%' as unit,
  coalesce(s.unknown, format('%s of %s checkpoints within %s hours were requested, limit %s %%; max_wal_size is %s.', to_char(s.requested, 'FM999,999,999,999,990'),
    to_char(s.checkpoints, 'FM999,999,999,999,990'), s.hours, least(:warning::numeric, :critical::numeric), coalesce(s.max_wal_size, 'not known'))) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from share as s
order by target;
