-- Table: newest sample
-- What the store knows about one table, also when its database cannot be reached.
-- :database  bigint  <1>  Id of its database
-- :schema  text  <public>  Its schema
-- :table  text  <events>  Its name
select
  r.oid,
  r.kind,
  p.schema_name as parent_schema,
  p.relation_name as parent_name,
  (select count(*) from caretaker_store.relation as c where c.database_id = r.database_id and c.parent_oid = r.oid) as partitions,
  r.estimated_rows,
  r.heap_bytes,
  r.index_bytes,
  r.toast_bytes,
  r.total_bytes,
  r.size_exact,
  r.dead_rows,
  r.dead_share,
  coalesce(r.is_dead, false) as many_dead,
  r.vacuumed_at,
  r.analyzed_at,
  r.taken_at,
  r.grown_bytes,
  r.base_at,
  coalesce(r.is_growing, false) as growing,
  b.estimated_rows as base_rows,
  (select s.heap_bytes + s.index_bytes + s.toast_bytes from caretaker_store.relation_sample as s
   where s.database_id = r.database_id and s.oid = r.oid and s.taken_at <= r.taken_at - interval '1 day' order by s.taken_at desc limit 1) as day_bytes,
  (select s.heap_bytes + s.index_bytes + s.toast_bytes from caretaker_store.relation_sample as s
   where s.database_id = r.database_id and s.oid = r.oid and s.taken_at <= r.taken_at - interval '7 days' order by s.taken_at desc limit 1) as week_bytes,
  (select s.heap_bytes + s.index_bytes + s.toast_bytes from caretaker_store.relation_sample as s
   where s.database_id = r.database_id and s.oid = r.oid and s.taken_at <= r.taken_at - interval '30 days' order by s.taken_at desc limit 1) as month_bytes,
  (select min(s.taken_at) from caretaker_store.relation_sample as s where s.database_id = r.database_id and s.oid = r.oid) as first_at
from caretaker_store.relation_state as r
left join caretaker_store.relation as p on p.database_id = r.database_id and p.oid = r.parent_oid
left join caretaker_store.relation_sample as b on b.database_id = r.database_id and b.oid = r.oid and b.taken_at = r.base_at
where r.database_id = :database::bigint
  and r.schema_name = :schema
  and r.relation_name = :table
order by r.oid;
