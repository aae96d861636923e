-- Durability
-- Settings that make a crash lose what was committed, or damage what was written.
-- scope: server
-- reads: target
-- :warning  numeric  <0>  Dangerous settings that are tolerated
-- :critical  numeric  <0>  Dangerous settings that are tolerated
with dangerous as (
  select
    s.name,
    s.name in ('fsync', 'full_page_writes') as damages,
    count(*) over () as settings
  from pg_catalog.pg_settings as s
  where s.name in ('fsync', 'full_page_writes', 'synchronous_commit')
    and s.reset_val = 'off'
)
select
  case when d.damages and d.settings > :critical::numeric then 'critical' else 'warning' end as severity,
  d.name as target,
  d.settings::numeric as measure,
  'settings' as unit,
  format('%s is off: a crash of the server %s.', d.name, case when d.damages then 'may damage every database' else 'loses the last commits' end) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from dangerous as d
where d.settings > least(:warning::numeric, :critical::numeric)
order by target;
