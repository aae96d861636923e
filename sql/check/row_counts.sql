-- Row counts
-- Rows of each table, as its statistics estimate them. Very many rows in one table make every maintenance of it long.
-- scope: database
-- reads: store
-- :warning  numeric  <1000000000>  Rows of one table that is not partitioned
-- :critical  numeric  <>  Rows of one table that is not partitioned
with counted as (
  select
    t.schema_name || '.' || t.relation_name as target,
    t.estimated_rows,
    t.kind,
    row_number() over (order by t.policies > 0 desc, t.estimated_rows desc, t.oid) as place
  from caretaker_store.relation_state as t
  where t.database_id = :database::bigint
    and t.kind <> 'partition'
    and t.estimated_rows is not null
)
select
  'ok' as severity,
  'tables' as target,
  null::numeric as measure,
  'rows' as unit,
  'Row counts: ' || string_agg(c.target || '=~' || c.estimated_rows, ' ' order by c.place) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from counted as c
where c.place <= 5
having count(*) > 0
union all
select
  case when c.estimated_rows > :critical::numeric then 'critical' else 'warning' end,
  c.target,
  c.estimated_rows,
  'rows',
  format('About %s rows in one table, limit %s.', to_char(c.estimated_rows, 'FM999,999,999,999,990'),
    to_char(least(:warning::numeric, :critical::numeric), 'FM999,999,999,999,990')),
  null,
  null
from counted as c
where c.kind <> 'partitioned'
  and c.estimated_rows > least(:warning::numeric, :critical::numeric)
order by severity, measure desc nulls last, target;
