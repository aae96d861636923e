-- The table or index of an oid, as it is known.
select r.oid, 'table' as kind, r.oid as table_oid
from caretaker_store.relation as r
where r.database_id = :database_id
  and r.oid = :oid
  and r.kind in ('table', 'partition', 'materialized view')
union all
select i.oid, 'index', i.table_oid
from caretaker_store.index as i
where i.database_id = :database_id
  and i.oid = :oid
  and i.method = 'btree'
  and not i.is_partitioned
order by oid;
