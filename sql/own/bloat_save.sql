-- The estimates of a round; what is gone or too small now loses its estimate, what is gone its measurement as well.
with fresh as materialized (
  select *
  from json_to_recordset(:rows::json) as r (oid bigint, kind text, table_oid bigint, total_bytes bigint, wasted_bytes bigint, unknown text)
), vanished as (
  delete from caretaker_store.bloat as b
  where b.database_id = :database_id
    and not exists (select from fresh as f where f.oid = b.oid)
    and (b.method = 'estimate'
      or not exists (select from caretaker_store.relation as r where r.database_id = b.database_id and r.oid = b.oid)
        and not exists (select from caretaker_store.index as i where i.database_id = b.database_id and i.oid = b.oid))
)
insert into caretaker_store.bloat (database_id, oid, kind, table_oid, method, taken_at, total_bytes, wasted_bytes, unknown)
select :database_id, f.oid, f.kind, f.table_oid, 'estimate', :at::timestamptz, f.total_bytes, f.wasted_bytes, f.unknown
from fresh as f
on conflict (database_id, oid, method) do update
set kind = excluded.kind,
    table_oid = excluded.table_oid,
    taken_at = excluded.taken_at,
    total_bytes = excluded.total_bytes,
    wasted_bytes = excluded.wasted_bytes,
    unknown = excluded.unknown;
