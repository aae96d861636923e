-- Sequential scans
-- Large tables that queries of the last day often read from end to end: perhaps an index is missing. By the differences between samples; of more than 2,000 tables the largest ones.
-- scope: database
-- reads: store
-- series: scans
-- :warning  numeric  <50>  Per cent of all scans of the table
-- :critical  numeric  <>  Per cent of all scans of the table
-- :floor  numeric  <10000>  Rows read by one scan on average below which it does not matter
-- :scans  numeric  <1000>  Scans from end to end below which it does not matter
with samples as materialized (
  select
    s.*,
    lag(s.sequential) over w as sequential_before,
    lag(s.sequential_rows) over w as rows_before,
    lag(s.indexed) over w as indexed_before
  from caretaker_store.table_scan as s
  where s.database_id = :database::bigint
    and s.taken_at >= :at::timestamptz - interval '1 day'
    and s.taken_at <= :at::timestamptz
  window w as (partition by s.oid order by s.taken_at)
), span as (
  select
    count(*) as samples,
    round(extract(epoch from max(s.taken_at) - min(s.taken_at))::numeric / 3600, 1) as hours
  from samples as s
), counted as (
  -- a counter that became smaller was reset and counts from zero
  select
    s.oid,
    sum(s.sequential - case when s.sequential < s.sequential_before then 0 else s.sequential_before end) as sequential,
    sum(s.sequential_rows - case when s.sequential_rows < s.rows_before then 0 else s.rows_before end) as rows,
    sum(s.indexed - case when s.indexed < s.indexed_before then 0 else s.indexed_before end) as indexed
  from samples as s
  where s.sequential_before is not null
  group by s.oid
), share as (
  select
    t.schema_name || '.' || t.relation_name as target,
    c.sequential,
    c.sequential + c.indexed as scans,
    round(c.rows / nullif(c.sequential, 0)) as rows,
    round(100 * c.sequential / nullif(c.sequential + c.indexed, 0), 1) as measure
  from counted as c
  join caretaker_store.relation as t on t.database_id = :database::bigint and t.oid = c.oid
)
select
  case when s.measure > :critical::numeric then 'critical' else 'warning' end as severity,
  s.target,
  s.measure,
  '%' as unit,
  format('%s of %s scans within %s hours read the table from end to end, %s rows each on average, limit %s %%.', to_char(s.sequential, 'FM999,999,999,999,990'),
    to_char(s.scans, 'FM999,999,999,999,990'), p.hours, to_char(s.rows, 'FM999,999,999,999,990'), least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from share as s
cross join span as p
where s.sequential >= greatest(:scans::numeric, 1)
  and s.rows >= :floor::numeric
  and s.measure > least(:warning::numeric, :critical::numeric)
union all
select
  'unknown',
  'counters',
  null,
  null,
  'Two samples within the last day are needed, and there are not: what was counted since a reset long ago does not tell how it goes now.',
  null,
  null
from span as p
where p.samples > 0
  and p.hours = 0
order by measure desc nulls last, target;
