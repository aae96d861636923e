-- One sample of the scans of tables; what is older than a day is no longer needed.
with past as (
  delete from caretaker_store.table_scan
  where database_id = :database_id
    and taken_at < :at::timestamptz - interval '1 day'
)
insert into caretaker_store.table_scan (database_id, oid, taken_at, sequential, sequential_rows, indexed)
select :database_id, r.oid, :at::timestamptz, r.sequential, r.sequential_rows, r.indexed
from json_to_recordset(:rows::json) as r (oid bigint, sequential bigint, sequential_rows bigint, indexed bigint)
on conflict do nothing;
