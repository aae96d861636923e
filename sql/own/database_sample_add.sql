-- The sums of a round over all relations, kept when something changed, and once a day.
insert into caretaker_store.database_sample (database_id, taken_at, relations, size_bytes, heap_bytes, index_bytes, toast_bytes, estimated_rows, dead_rows)
select
  n.*
from (
  select
    :database_id::bigint as database_id,
    :at::timestamptz as taken_at,
    count(*) as relations,
    :size_bytes::bigint as size_bytes,
    coalesce(sum(r.heap_bytes), 0) as heap_bytes,
    coalesce(sum(r.index_bytes), 0) as index_bytes,
    coalesce(sum(r.toast_bytes), 0) as toast_bytes,
    sum(r.estimated_rows) as estimated_rows,
    sum(r.dead_rows) as dead_rows
  from caretaker_store.relation as r
  where r.database_id = :database_id
    and r.kind <> 'partition'
) as n
left join lateral (
  select
    s.*
  from caretaker_store.database_sample as s
  where s.database_id = n.database_id
  order by s.taken_at desc
  limit 1
) as l on true
where l.taken_at is null
   or l.taken_at <= n.taken_at - interval '1 day'
   or (l.relations, l.size_bytes, l.heap_bytes, l.index_bytes, l.toast_bytes, l.estimated_rows, l.dead_rows)
      is distinct from (n.relations, n.size_bytes, n.heap_bytes, n.index_bytes, n.toast_bytes, n.estimated_rows, n.dead_rows)
on conflict do nothing;
