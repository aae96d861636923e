-- What is asked of ten thousand tables: the verdict of an index is kept with it, and which definition is known.

alter table caretaker_store.index
  add column version bigint,               -- of the definition: stays the same while the names it is made of do; null where that cannot be told
  add column verdict text not null default 'unjudged', -- as of the newest round: invalid, unused, duplicate, covered, bloated, early, unmeasured, used; unjudged before the first
  add column gain_bytes bigint not null default 0; -- what could come back

-- An index as the page shows it: with its bloat, and the same database seen through another server (a standby has its primary's oids).
drop view caretaker_store.index_state;
create view caretaker_store.index_state as
select
  i.*,
  d.name as database_name,
  d.environment,
  d.zone,
  coalesce(m.method, n.method) as bloat_method,
  coalesce(m.taken_at, n.taken_at) as bloat_at,
  case when m.oid is not null then m.wasted_bytes else n.wasted_bytes end as wasted_bytes,
  case when m.oid is null then n.unknown end as bloat_unknown,
  e.scans as scans_elsewhere,
  e.names as elsewhere
from caretaker_store.index as i
join caretaker_store.database as d on d.id = i.database_id
left join caretaker_store.bloat as m on m.database_id = i.database_id and m.oid = i.oid and m.method = 'measured' and m.unknown is null and m.taken_at > i.taken_at - interval '30 days'
left join caretaker_store.bloat as n on n.database_id = i.database_id and n.oid = i.oid and n.method = 'estimate'
left join lateral (
  select
    sum(o.observed_scans) as scans,
    string_agg(s.name, ', ' order by s.name) as names
  from caretaker_store.database as s
  join caretaker_store.index as o on o.database_id = s.id and o.oid = i.oid
  where s.system_identifier = d.system_identifier
    and s.dbname = d.dbname
    and s.id <> d.id
) as e on true
where i.parent_oid is null;
