-- Where growth is counted from: each relation's size 30 days ago, or in its first sample when that is younger.
update caretaker_store.relation as r
set base_bytes = b.bytes,
    base_at = b.taken_at
from caretaker_store.relation as n
cross join lateral (
  (select s.taken_at, s.heap_bytes + s.index_bytes + s.toast_bytes as bytes
   from caretaker_store.relation_sample as s
   where s.database_id = n.database_id
     and s.oid = n.oid
     and s.taken_at <= :at::timestamptz - interval '30 days'
   order by s.taken_at desc
   limit 1)
  union all
  (select s.taken_at, s.heap_bytes + s.index_bytes + s.toast_bytes as bytes
   from caretaker_store.relation_sample as s
   where s.database_id = n.database_id
     and s.oid = n.oid
     and s.taken_at > :at::timestamptz - interval '30 days'
   order by s.taken_at
   limit 1)
  limit 1
) as b
where n.database_id = :database_id
  and r.database_id = n.database_id
  and r.oid = n.oid
  and (r.base_bytes, r.base_at) is distinct from (b.bytes, b.taken_at);
