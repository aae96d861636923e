-- Partition runway
-- Days until the newest partition of a table ends. Rows after that day are refused, or fall into the default partition.
-- scope: database
-- reads: target
-- :warning  numeric  <14>  Days left
-- :critical  numeric  <3>  Days left
with ends as (
  select
    p.partrelid,
    max(substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \(''([^'']+)''\)$')::timestamptz) as until,
    bool_or(pg_get_expr(c.relpartbound, c.oid) ~ 'TO \(MAXVALUE\)$') as endless
  from pg_catalog.pg_partitioned_table as p
  join pg_catalog.pg_inherits as i on i.inhparent = p.partrelid
  join pg_catalog.pg_class as c on c.oid = i.inhrelid
  join pg_catalog.pg_attribute as a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
  where p.partstrat = 'r'
    and p.partnatts = 1
    and a.atttypid in ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
    and coalesce(substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \(''([^'']+)''\)$'), '') !~ 'infinity|BC'
  group by p.partrelid
), left_over as (
  select
    n.nspname || '.' || c.relname as target,
    format('%I.%I', n.nspname, c.relname) as quoted,
    e.until,
    round(extract(epoch from e.until - clock_timestamp())::numeric / 86400, 1) as measure
  from ends as e
  join pg_catalog.pg_class as c on c.oid = e.partrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where not e.endless
    and e.until is not null
)
select
  case when l.measure < :critical::numeric then 'critical' else 'warning' end as severity,
  l.target,
  l.measure,
  'days' as unit,
  format('The newest partition ends %s UTC, %s, limit %s days.', to_char(l.until at time zone 'UTC', 'YYYY-MM-DD HH24:MI'),
    case when l.measure < 0 then -l.measure || ' days ago' else 'in ' || l.measure || ' days' end, greatest(:warning::numeric, :critical::numeric)) as detail,
  'create_partitions' as remedy,
  jsonb_build_object('table', l.quoted) as remedy_params
from left_over as l
where l.measure < greatest(:warning::numeric, :critical::numeric)
order by measure, target;
