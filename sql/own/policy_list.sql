-- All policies with the name of their database.
select
  p.id,
  p.name,
  p.database_id,
  d.name as database_name,
  p.schema_name,
  p.table_name,
  p.column_name,
  p.keep,
  p.conditions,
  p.action,
  p.archive_schema,
  p.archive_table,
  p.adopt_archive,
  p.zone,
  p.align,
  p.cap_share,
  p.cap_rows,
  p.reason,
  p.owner,
  p.review,
  p.version,
  p.proved_version,
  p.proved_by,
  p.changed_at,
  p.changed_by,
  p.handling
from caretaker_store.policy as p
join caretaker_store.database as d on d.id = p.database_id
order by d.name, p.schema_name, p.table_name, p.name;
