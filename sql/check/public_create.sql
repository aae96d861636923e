-- Schemas open to everybody
-- Everybody may create objects there, also ones that shadow functions of the application.
-- scope: database
-- reads: target
-- :warning  numeric  <0>  Schemas that are tolerated
-- :critical  numeric  <>  Schemas that are tolerated
with open as (
  select
    n.nspname,
    count(*) over () as schemas
  from pg_catalog.pg_namespace as n
  where n.nspname !~ '^pg_'
    and exists (select from aclexplode(n.nspacl) as a where a.grantee = 0 and a.privilege_type = 'CREATE')
)
select
  case when o.schemas > :critical::numeric then 'critical' else 'warning' end as severity,
  o.nspname::text as target,
  o.schemas::numeric as measure,
  'schemas' as unit,
  format('Everybody may create objects in it: revoke create on schema %I from public;', o.nspname) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from open as o
where o.schemas > least(:warning::numeric, :critical::numeric)
order by target;
