-- Sequences near their end
-- Sequences that have used up most of their numbers, or of those that fit into the column they fill.
-- scope: database
-- reads: target
-- :warning  numeric  <80>  Per cent used
-- :critical  numeric  <90>  Per cent used
-- :floor  numeric  <1000>  Numbers used below which the share does not matter
with used as (
  select
    n.nspname || '.' || c.relname as target,
    pg_sequence_last_value(s.seqrelid)::numeric as last,
    least(s.seqmax::numeric, coalesce((
      select min(case a.atttypid when 'smallint'::regtype then 32767 when 'integer'::regtype then 2147483647 end)
      from pg_catalog.pg_depend as d
      join pg_catalog.pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')), s.seqmax)::numeric) as most
  from pg_catalog.pg_sequence as s
  join pg_catalog.pg_class as c on c.oid = s.seqrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where s.seqincrement > 0
    and not s.seqcycle
    and has_sequence_privilege(s.seqrelid, 'select,usage')
)
select
  case when 100 * u.last / u.most > :critical::numeric then 'critical' else 'warning' end as severity,
  u.target,
  round(100 * u.last / u.most, 1) as measure,
  '%' as unit,
  format('%s of %s numbers are used, limit %s %%.', to_char(u.last, 'FM9,999,999,999,999,999,990'), to_char(u.most, 'FM9,999,999,999,999,999,990'),
    least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from used as u
where u.last >= :floor::numeric
  and 100 * u.last / u.most > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
