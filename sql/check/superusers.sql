-- Superusers
-- Logins that may do everything. Each one more is one more password that opens the whole server.
-- scope: server
-- reads: target
-- :warning  numeric  <3>  Superusers that may log in
-- :critical  numeric  <>  Superusers that may log in
select
  case when count(*) > :critical::numeric then 'critical' when count(*) > least(:warning::numeric, :critical::numeric) then 'warning' else 'ok' end as severity,
  'superusers' as target,
  count(*)::numeric as measure,
  'logins' as unit,
  format('%s: %s, limit %s.', count(*), string_agg(r.rolname, ', ' order by r.rolname), least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from pg_catalog.pg_roles as r
where r.rolsuper
  and r.rolcanlogin
order by target;
