-- Cache hits
-- Blocks found in shared buffers among all that were read within the last day, by the differences between samples.
-- scope: database
-- reads: store
-- series: database
-- :warning  numeric  <95>  Per cent found in shared buffers
-- :critical  numeric  <80>  Per cent found in shared buffers
-- :floor  numeric  <1000000>  Blocks read in all below which the share does not matter
-- :hours  numeric  <24>  Hours looked back on
with counted as (
  select
    i.*,
    (i.counts ->> 'blocks_hit')::numeric as hit,
    (i.counts ->> 'blocks_hit')::numeric + (i.counts ->> 'blocks_read')::numeric as blocks
  from caretaker_store.increases(:database::bigint, 'database', '{blocks_hit,blocks_read}', :at::timestamptz, :hours::numeric * interval '1 hour') as i
), share as (
  select
    c.*,
    round(100 * c.hit / nullif(c.blocks, 0), 1) as measure,
    to_char(c.blocks, 'FM999,999,999,999,990') as said
  from counted as c
)
select
  case when s.unknown is not null then 'unknown'
    when s.blocks < :floor::numeric then 'ok'
    when s.measure < :critical::numeric then 'critical'
    when s.measure < greatest(:warning::numeric, :critical::numeric) then 'warning'
    else 'ok' end as severity,
  s.target,
  s.measure,
  '%' as unit,
  case when s.unknown is not null then s.unknown
    when s.blocks < :floor::numeric then format('%s blocks were read within %s hours, judged from %s on.', s.said, s.hours, to_char(:floor::numeric, 'FM999,999,999,999,990'))
    else format('%s %% of %s blocks were found in shared buffers within %s hours, limit %s %%.', s.measure, s.said, s.hours,
      greatest(:warning::numeric, :critical::numeric)) end as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from share as s
order by target;
