-- Settings that wait for a restart
-- Somebody changed them in the configuration; the server still works with the old values.
-- scope: server
-- reads: target
-- :warning  numeric  <0>  Settings that are tolerated
-- :critical  numeric  <>  Settings that are tolerated
select
  case when count(*) > :critical::numeric then 'critical' else 'warning' end as severity,
  'settings' as target,
  count(*)::numeric as measure,
  'settings' as unit,
  format('%s: the new value counts after a restart.', string_agg(s.name, ', ' order by s.name)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from pg_catalog.pg_settings as s
where s.pending_restart
having count(*) > least(:warning::numeric, :critical::numeric)
order by target;
