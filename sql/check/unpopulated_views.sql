-- Materialized views without data
-- A view that was created or refreshed with no data answers every query with an error.
-- scope: database
-- reads: target
-- :warning  numeric  <0>  Views that are tolerated
-- :critical  numeric  <>  Views that are tolerated
with empty as (
  select
    n.nspname,
    c.relname,
    count(*) over () as views
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind = 'm'
    and not c.relispopulated
)
select
  case when e.views > :critical::numeric then 'critical' else 'warning' end as severity,
  e.nspname || '.' || e.relname as target,
  e.views::numeric as measure,
  'views' as unit,
  'It holds no data: it was created WITH NO DATA or its refresh did not end.' as detail,
  'refresh_materialized_view' as remedy,
  jsonb_build_object('view', format('%I.%I', e.nspname, e.relname)) as remedy_params
from empty as e
where e.views > least(:warning::numeric, :critical::numeric)
order by target;
