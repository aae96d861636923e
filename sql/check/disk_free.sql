-- Free disk space
-- What is left on the disks of the server. PostgreSQL does not tell; where it runs on the console's own machine the operating system does. Elsewhere an admin says how much its databases may fill, and their sizes are taken off.
-- scope: server
-- reads: store
-- series: disk
-- :warning  numeric  <15>  Per cent free
-- :critical  numeric  <10>  Per cent free
-- :capacity  numeric  <>  GB that the databases of this server may fill
-- :floor  numeric  <1>  GB in use below which the share does not matter
with place as (
  select r.*
  from caretaker_store.series as s
  cross join lateral jsonb_to_recordset(s.rows) as r (kind text, name text, size_bytes numeric, total_bytes numeric, free_bytes numeric, device text, unknown text)
  where s.database_id = :database::bigint
    and s.series = 'disk'
), disk as (
  select
    (array_agg(p.name order by p.kind, p.name))[1] as target,
    max(p.total_bytes) as total,
    min(p.free_bytes) as free
  from place as p
  where p.total_bytes > 0
  group by p.device, p.total_bytes
  union all
  select 'disk', :capacity::numeric * 1073741824, :capacity::numeric * 1073741824 - sum(p.size_bytes)
  from place as p
  where p.kind = 'tablespace'
  having :capacity::numeric > 0
    and count(*) = count(p.size_bytes)
), share as (
  select
    d.*,
    greatest(round(100 * d.free / d.total, 1), 0) as measure
  from disk as d
)
select
  case when s.total - s.free < :floor::numeric * 1073741824 then 'ok'
    when s.measure < :critical::numeric then 'critical'
    when s.measure < greatest(:warning::numeric, :critical::numeric) then 'warning'
    else 'ok' end as severity,
  s.target,
  s.measure,
  '%' as unit,
  format('%s of %s free (%s), %s %%, limit %s %%.', pg_size_pretty(s.free), pg_size_pretty(s.total), s.target, s.measure, greatest(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from share as s
union all
select
  'unknown',
  'disk',
  null,
  '%',
  coalesce((select p.unknown from place as p where p.unknown is not null order by p.kind limit 1) || ' ', '')
    || case when :capacity::numeric > 0 then 'The sizes of its tablespaces are hidden from this login: grant it pg_monitor.'
      else 'The threshold capacity can say what its databases may fill.' end,
  null,
  null
where not exists (select from disk)
order by severity, target;
