-- The second half of it: what each policy would clean up.
insert into caretaker.cleanup_statistics (table_name, total_records, records_to_cleanup, table_size, schema_name, policy, records_exact, oldest_record, unknown, counted_at)
select n."tableName", n."totalRecords", n."recordsToCleanup", n."tableSize", n."schemaName", n.policy, n."recordsExact", n."oldestRecord", n.unknown, n."countedAt"
from jsonb_to_recordset(:cleanup::jsonb) as n ("tableName" text, "totalRecords" bigint, "recordsToCleanup" bigint, "tableSize" text, "schemaName" text, policy text,
  "recordsExact" boolean, "oldestRecord" timestamptz, unknown text, "countedAt" timestamptz)
returning policy;
