-- What measuring one object found, or why it could not be measured.
insert into caretaker_store.bloat (database_id, oid, kind, table_oid, method, taken_at, total_bytes, wasted_bytes, unknown)
values (:database_id, :oid, :kind, :table_oid, 'measured', :at::timestamptz, :total_bytes::bigint, :wasted_bytes::bigint, :unknown)
on conflict (database_id, oid, method) do update
set kind = excluded.kind,
    table_oid = excluded.table_oid,
    taken_at = excluded.taken_at,
    total_bytes = excluded.total_bytes,
    wasted_bytes = excluded.wasted_bytes,
    unknown = excluded.unknown;
