-- Constraints that are not validated
-- Rows that were there before may break them: what the schema promises does not hold.
-- scope: database
-- reads: target
-- :warning  numeric  <0>  Constraints of one table that are tolerated
-- :critical  numeric  <>  Constraints of one table that are tolerated
select
  case when count(*) > :critical::numeric then 'critical' else 'warning' end as severity,
  n.nspname || '.' || c.relname as target,
  count(*)::numeric as measure,
  'constraints' as unit,
  format('%s: not validated since it was added. alter table %I.%I validate constraint %I;', string_agg(k.conname, ', ' order by k.conname), n.nspname, c.relname, min(k.conname)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from pg_catalog.pg_constraint as k
join pg_catalog.pg_class as c on c.oid = k.conrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where not k.convalidated
  and k.contype in ('f', 'c')
group by n.nspname, c.relname
having count(*) > least(:warning::numeric, :critical::numeric)
order by target;
