-- Sizes and growth of the tables of a database, for monitor_storage_growth() inside it; partitions are part of their table.
select
  t.schema_name,
  t.relation_name as table_name,
  t.heap_bytes + t.index_bytes + t.toast_bytes as size_bytes,
  t.base_bytes as former_bytes,
  t.base_at as former_at,
  t.estimated_rows,
  t.taken_at
from caretaker_store.relation as t
where t.database_id = :database_id
  and t.kind <> 'partition'
  and t.heap_bytes is not null
order by t.schema_name, t.relation_name;
