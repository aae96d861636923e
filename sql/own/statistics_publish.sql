-- Brings the figures of the hour into the managed database: what was there goes, in the same transaction.
with gone as (
  delete from caretaker.cleanup_statistics
), emptied as (
  delete from caretaker.storage as s
  where not exists (select from jsonb_to_recordset(:storage::jsonb) as n ("schemaName" text, "tableName" text) where n."schemaName" = s.schema_name and n."tableName" = s.table_name)
)
insert into caretaker.storage as s (schema_name, table_name, size_bytes, former_bytes, former_at, estimated_rows, taken_at)
select n."schemaName", n."tableName", n."sizeBytes", n."formerBytes", n."formerAt", n."estimatedRows", n."takenAt"
from jsonb_to_recordset(:storage::jsonb) as n ("schemaName" text, "tableName" text, "sizeBytes" bigint, "formerBytes" bigint, "formerAt" timestamptz, "estimatedRows" bigint,
  "takenAt" timestamptz)
on conflict (schema_name, table_name) do update
set size_bytes = excluded.size_bytes, former_bytes = excluded.former_bytes, former_at = excluded.former_at, estimated_rows = excluded.estimated_rows, taken_at = excluded.taken_at
returning s.table_name;
