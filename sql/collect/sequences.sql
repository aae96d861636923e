-- Sequences
-- Sequences that have used at least a tenth of their range, or whose last value this login may not read. A column narrower than its sequence ends first.
-- every: 1 hour
-- scope: database
-- key: schema_name, sequence_name
-- history: used_share
with locked as materialized (
  select l.relation
  from pg_catalog.pg_locks as l
  where l.locktype = 'relation'
    and l.mode in ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock')
), values_of as materialized (
  select
    c.oid,
    n.nspname,
    c.relname,
    s.seqmax,
    s.seqmin,
    s.seqincrement,
    s.seqcycle,
    s.seqtypid,
    c.oid in (select l.relation from locked as l) as is_locked,
    pg_catalog.has_sequence_privilege(c.oid, 'usage, select') as may_read,
    case when pg_catalog.has_sequence_privilege(c.oid, 'usage, select') and c.oid not in (select l.relation from locked as l where l.relation is not null)
      then pg_catalog.pg_sequence_last_value(c.oid) end as last_value
  from pg_catalog.pg_sequence as s
  join pg_catalog.pg_class as c on c.oid = s.seqrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relpersistence <> 't'
)
select
  v.nspname::text as schema_name,
  v.relname::text as sequence_name,
  pg_catalog.format_type(v.seqtypid, null) as data_type,
  v.last_value,
  l.highest,
  v.seqcycle as is_cycling,
  o.owner,
  o.column_type,
  round(case when v.seqincrement > 0 then v.last_value::numeric / l.highest else v.last_value::numeric / v.seqmin end, 4) as used_share,
  not v.may_read or v.is_locked as is_hidden
from values_of as v
left join lateral (
  select
    pg_catalog.format('%I.%I.%I', tn.nspname, t.relname, a.attname) as owner,
    pg_catalog.format_type(a.atttypid, null) as column_type,
    case a.atttypid when 21 then 32767 when 23 then 2147483647 else 9223372036854775807 end as most
  from pg_catalog.pg_depend as d
  join pg_catalog.pg_class as t on t.oid = d.refobjid
  join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
  join pg_catalog.pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  where d.classid = 'pg_catalog.pg_class'::regclass
    and d.refclassid = 'pg_catalog.pg_class'::regclass
    and d.objid = v.oid
    and d.deptype in ('a', 'i')
    and d.refobjsubid > 0
  limit 1
) as o on true
cross join lateral (select least(v.seqmax, coalesce(o.most, v.seqmax)) as highest) as l
where not v.may_read
   or v.is_locked
   or case when v.seqincrement > 0 then v.last_value >= 0.1 * l.highest else v.last_value <= 0.1 * v.seqmin end
order by used_share desc nulls last, v.nspname, v.relname
limit 1000;
