-- Tables: totals
-- What the tables that match amount to, how many each filter would show, and which two hold the most.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of schema.table
-- :schema  text  <>  One schema
-- :filter  text  <>  growing, dead, unvacuumed, large, policy, or empty
with searched as (
  select
    r.*,
    case :filter
      when 'growing' then r.is_growing
      when 'dead' then r.is_dead
      when 'unvacuumed' then r.is_unvacuumed
      when 'large' then r.is_large
      when 'policy' then r.policies > 0
      else true end as chosen
  from caretaker_store.relation_state as r
  where (:database::bigint is null or r.database_id = :database::bigint)
    and r.kind <> 'partition'
    and strpos(lower(r.schema_name || '.' || r.relation_name), lower(:search)) > 0
    and (:schema = '' or r.schema_name = :schema)
)
select
  count(*) as all_tables,
  count(*) filter (where s.is_growing) as growing,
  count(*) filter (where s.is_dead) as dead,
  count(*) filter (where s.is_unvacuumed) as unvacuumed,
  count(*) filter (where s.is_large) as large,
  count(*) filter (where s.policies > 0) as with_policy,
  count(*) filter (where s.chosen) as tables,
  coalesce(sum(s.estimated_rows) filter (where s.chosen), 0) as rows,
  count(*) filter (where s.chosen and s.estimated_rows is null) as uncounted,
  coalesce(sum(s.total_bytes) filter (where s.chosen), 0) as bytes,
  coalesce(max(s.total_bytes) filter (where s.chosen), 0) as largest_bytes,
  coalesce(bool_and(s.size_exact or s.kind = 'foreign table') filter (where s.chosen), true) as exact,
  coalesce(sum(s.grown_bytes) filter (where s.chosen), 0) as grown_bytes,
  coalesce(sum(s.dead_rows) filter (where s.chosen), 0) as dead_rows,
  min(s.base_at) as since,
  (select count(*) from caretaker_store.relation as a where (:database::bigint is null or a.database_id = :database::bigint) and a.kind <> 'partition') as known,
  coalesce((
    select jsonb_agg(jsonb_build_object('name', t.relation_name, 'bytes', t.total_bytes))
    from (select s.relation_name, s.total_bytes from searched as s where s.chosen and s.total_bytes > 0
          order by s.total_bytes desc, s.relation_name, s.database_id limit 2) as t), '[]') as largest,
  coalesce((
    select jsonb_agg(n.schema_name order by n.schema_name)
    from (select distinct a.schema_name from caretaker_store.relation as a
          where :database::bigint is null or a.database_id = :database::bigint order by a.schema_name limit 200) as n), '[]') as schemas
from searched as s
order by all_tables;
