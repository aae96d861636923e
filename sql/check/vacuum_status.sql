-- Vacuum status
-- Dead rows that a VACUUM would make free. Both limits count: the share, and the rows below which it does not matter.
-- scope: database
-- reads: store
-- :warning  numeric  <20>  Per cent of a table's rows that are dead
-- :critical  numeric  <50>  Per cent of a table's rows that are dead
-- :floor  numeric  <1000>  Dead rows below which the share does not matter
with dead as (
  select
    t.schema_name || '.' || t.relation_name as target,
    format('%I.%I', t.schema_name, t.relation_name) as quoted,
    t.dead_rows,
    t.vacuumed_at,
    round(100 * t.dead_share, 1) as measure
  from caretaker_store.relation_state as t
  where t.database_id = :database::bigint
    and t.kind <> 'partitioned'
    and t.dead_rows >= :floor::numeric
)
select
  'ok' as severity,
  'tables' as target,
  null::numeric as measure,
  '%' as unit,
  'All tables are well-maintained (no excessive dead tuples)' as detail,
  null::text as remedy,
  null::jsonb as remedy_params
where not exists (select from dead as d where d.measure > least(:warning::numeric, :critical::numeric))
union all
select
  case when d.measure > :critical::numeric then 'critical' else 'warning' end,
  d.target,
  d.measure,
  '%',
  format('%s dead row%s, %s %% of the table, limit %s %%; %s.', to_char(d.dead_rows, 'FM999,999,999,999,990'), case when d.dead_rows <> 1 then 's' end, d.measure,
    least(:warning::numeric, :critical::numeric),
    coalesce('last vacuumed ' || to_char(d.vacuumed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC', 'never vacuumed')),
  'vacuum',
  jsonb_build_object('table', d.quoted)
from dead as d
where d.measure > least(:warning::numeric, :critical::numeric)
order by severity, measure desc nulls last, target;
