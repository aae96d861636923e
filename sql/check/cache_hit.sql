-- Cache hits
-- Blocks found in shared buffers among all that were read within the last day, by the differences between samples.
-- scope: database
-- reads: store
-- series: database
-- :warning  numeric  <95>  Per cent found in shared buffers
-- :critical  numeric  <80>  Per cent found in shared buffers
-- :floor  numeric  <1000000>  Blocks read in all below which the share does not matter
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
    coalesce(caretaker_store.increase(d.id, 'database', '', 'blocks_hit', s.began, s.ended), 0)::numeric as hit,
    coalesce(caretaker_store.increase(d.id, 'database', '', 'blocks_read', s.began, s.ended), 0)::numeric as missed
  from span as s
  join caretaker_store.database as d on d.id = :database::bigint
  where s.ended > s.began
), share as (
  select
    c.*,
    c.hit + c.missed as blocks,
    round(100 * c.hit / nullif(c.hit + c.missed, 0), 1) as measure
  from counted as c
)
select
  case when s.measure < :critical::numeric then 'critical' else 'warning' end as severity,
  s.target,
  s.measure,
  '%' as unit,
  format('%s %% of %s blocks were found in shared buffers within %s hours, limit %s %%.', s.measure, s.blocks, s.hours, greatest(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from share as s
where s.blocks >= :floor::numeric
  and s.measure < greatest(:warning::numeric, :critical::numeric)
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
