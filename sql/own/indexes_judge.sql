-- The verdict of each index of a database, or of one: unused is judged after 30 days of watching and above 1 MB, bloat above 10 MB and 30 %.
with peers as materialized (
  select s.id
  from caretaker_store.database as d
  join caretaker_store.database as s on s.system_identifier = d.system_identifier and s.dbname = d.dbname and not caretaker_store.same_server(s, d)
  where d.id = :database_id
), judged as (
  select
    i.oid,
    i.size_bytes,
    b.wasted_bytes,
    case
      when not i.is_valid then 'invalid'
      when u.is_idle and i.observed_since <= i.taken_at - interval '30 days' then 'unused'
      when i.duplicate_of is not null then 'duplicate'
      when i.covered_by is not null then 'covered'
      when b.wasted_bytes >= 10485760 and b.wasted_bytes >= 0.3 * i.size_bytes then 'bloated'
      when u.is_idle then 'early'
      when b.unknown is not null and i.method = 'btree' and i.size_bytes >= 10485760 then 'unmeasured'
      else 'used' end as verdict
  from caretaker_store.index as i
  left join caretaker_store.bloat as m on m.database_id = i.database_id and m.oid = i.oid and m.method = 'measured' and m.unknown is null and m.taken_at > i.taken_at - interval '30 days'
  left join caretaker_store.bloat as n on n.database_id = i.database_id and n.oid = i.oid and n.method = 'estimate'
  cross join lateral (
    select
      case when m.oid is not null then m.wasted_bytes else n.wasted_bytes end as wasted_bytes,
      case when m.oid is null then n.unknown end as unknown
  ) as b
  left join lateral (
    select sum(o.observed_scans) as scans
    from peers as p
    join caretaker_store.index as o on o.database_id = p.id and o.oid = i.oid
  ) as e on true
  cross join lateral (
    select not (i.is_unique or i.is_primary or i.is_constraint or i.is_identity)
      and i.size_bytes >= 1048576
      and i.observed_scans + coalesce(e.scans, 0) = 0 as is_idle
  ) as u
  where i.database_id = :database_id
    and i.parent_oid is null
    and (:oid::bigint is null or i.oid = :oid::bigint)
)
update caretaker_store.index as i
set verdict = j.verdict,
    gain_bytes = g.bytes
from judged as j
cross join lateral (
  select case when j.verdict in ('invalid', 'unused', 'duplicate', 'covered') then coalesce(j.size_bytes, 0) when j.verdict = 'bloated' then j.wasted_bytes else 0 end as bytes
) as g
where i.database_id = :database_id
  and i.oid = j.oid
  and (i.verdict, i.gain_bytes) is distinct from (j.verdict, g.bytes);
