-- Legal holds, the newest first.
select
  h.id,
  h.database_id,
  d.name as database_name,
  h.schema_name,
  h.table_name,
  h.conditions,
  h.reason,
  h.until,
  h.created_by,
  h.created_at,
  h.lifted_by,
  h.lifted_at
from caretaker_store.hold as h
join caretaker_store.database as d on d.id = h.database_id
where :database_id::bigint is null or h.database_id = :database_id::bigint
order by h.created_at desc, h.id desc;
