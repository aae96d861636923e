-- The largest table or B-tree index that was not measured for a week; what could not be measured waits as long.
select
  o.oid,
  o.kind,
  o.table_oid
from (
  select r.oid, 'table' as kind, r.oid as table_oid, r.heap_bytes + r.toast_bytes as bytes
  from caretaker_store.relation as r
  where r.database_id = :database_id
    and r.kind in ('table', 'partition', 'materialized view')
  union all
  select i.oid, 'index', i.table_oid, i.size_bytes
  from caretaker_store.index as i
  where i.database_id = :database_id
    and i.method = 'btree'
    and i.is_valid
    and not i.is_partitioned
) as o
where o.bytes >= 1048576
  and not exists (
    select
    from caretaker_store.bloat as b
    where b.database_id = :database_id
      and b.oid = o.oid
      and b.method = 'measured'
      and b.taken_at > :at::timestamptz - interval '7 days')
order by o.bytes desc, o.oid
limit 1;
