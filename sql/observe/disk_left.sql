-- What is left for a database
-- Room on the disk of the server's data directory, as the operating system tells it, or what an admin said less what is in use; the smaller of both. Null with the reason.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.database_id,
  least(p.free_bytes, c.free_bytes)::bigint as left_bytes,
  p.free_bytes is null or c.free_bytes < p.free_bytes as is_said,
  case when p.free_bytes is null and c.free_bytes is null then coalesce(p.unknown, 'It has not been read yet.') end as unknown
from caretaker_store.series as s
join caretaker_store.database as d on d.id = s.database_id
cross join lateral (
  select
    max(r.free_bytes) filter (where r.kind = 'data') as free_bytes,
    max(r.unknown) filter (where r.kind = 'data') as unknown,
    case when count(*) filter (where r.kind = 'tablespace' and r.size_bytes is null) = 0 then sum(r.size_bytes) filter (where r.kind = 'tablespace') end as used_bytes
  from jsonb_to_recordset(s.rows) as r (kind text, size_bytes numeric, free_bytes numeric, unknown text)
) as p
left join lateral (
  -- a threshold of the server is kept with any of its databases
  select greatest(t.value::numeric * 1073741824 - p.used_bytes, 0) as free_bytes
  from caretaker_store.database as o
  join caretaker_store.threshold as t on t.database_id = o.id
  where caretaker_store.same_server(o, d)
    and t.check_name = 'disk_free'
    and t.parameter = 'capacity'
    and t.value <> ''
  order by t.changed_at desc
  limit 1
) as c on true
where s.series = 'disk'
  and (:database::bigint is null or s.database_id = :database::bigint)
order by s.database_id;
