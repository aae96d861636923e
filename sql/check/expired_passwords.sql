-- Passwords that expire
-- Logins whose password ends soon, or ended: the application behind it stops.
-- scope: server
-- reads: target
-- :warning  numeric  <14>  Days left
-- :critical  numeric  <3>  Days left
-- :past  numeric  <30>  Days after which an ended password is forgotten
with ending as (
  select
    r.rolname::text as target,
    r.rolvaliduntil,
    round(extract(epoch from r.rolvaliduntil - clock_timestamp())::numeric / 86400, 1) as measure
  from pg_catalog.pg_roles as r
  where r.rolcanlogin
    and r.rolvaliduntil > '-infinity'
    and r.rolvaliduntil < 'infinity'
)
select
  case when e.measure < :critical::numeric then 'critical' else 'warning' end as severity,
  e.target,
  e.measure,
  'days' as unit,
  format('Its password %s %s UTC, limit %s days.', case when e.measure < 0 then 'ended' else 'ends' end, to_char(e.rolvaliduntil at time zone 'UTC', 'YYYY-MM-DD HH24:MI'),
    greatest(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from ending as e
where e.measure < greatest(:warning::numeric, :critical::numeric)
  and e.measure > - :past::numeric
order by measure, target;
