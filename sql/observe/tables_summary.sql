-- Tables: totals
-- What the tables that match amount to, how many each filter would show, and which two hold the most.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of schema.table
-- :schema  text  <>  One schema
-- :filter  text  <>  growing, dead, unvacuumed, large, policy, or empty
with known as materialized (
  select
    r.database_id,
    r.relation_name,
    r.kind,
    r.estimated_rows,
    r.total_bytes,
    r.size_exact,
    r.grown_bytes,
    r.dead_rows,
    r.base_at,
    r.is_growing,
    r.is_dead,
    r.is_unvacuumed,
    r.is_large,
    r.policies,
    f.found,
    f.found and case :filter
      when 'growing' then r.is_growing
      when 'dead' then r.is_dead
      when 'unvacuumed' then r.is_unvacuumed
      when 'large' then r.is_large
      when 'policy' then r.policies > 0
      else true end as chosen
  from caretaker_store.relation_state as r
  cross join lateral (
    select (:search = '' or strpos(lower(r.schema_name || '.' || r.relation_name), lower(:search)) > 0) and (:schema = '' or r.schema_name = :schema) as found
  ) as f
  where (:database::bigint is null or r.database_id = :database::bigint)
    and r.kind <> 'partition'
)
select
  count(*) filter (where s.found) as all_tables,
  count(*) filter (where s.found and s.is_growing) as growing,
  count(*) filter (where s.found and s.is_dead) as dead,
  count(*) filter (where s.found and s.is_unvacuumed) as unvacuumed,
  count(*) filter (where s.found and s.is_large) as large,
  count(*) filter (where s.found and s.policies > 0) as with_policy,
  count(*) filter (where s.chosen) as tables,
  coalesce(sum(s.estimated_rows) filter (where s.chosen), 0) as rows,
  count(*) filter (where s.chosen and s.estimated_rows is null) as uncounted,
  coalesce(sum(s.total_bytes) filter (where s.chosen), 0) as bytes,
  coalesce(max(s.total_bytes) filter (where s.chosen), 0) as largest_bytes,
  coalesce(bool_and(s.size_exact or s.kind = 'foreign table') filter (where s.chosen), true) as exact,
  coalesce(sum(s.grown_bytes) filter (where s.chosen), 0) as grown_bytes,
  coalesce(sum(s.dead_rows) filter (where s.chosen), 0) as dead_rows,
  min(s.base_at) filter (where s.found) as since,
  count(*) as known,
  coalesce((
    select jsonb_agg(jsonb_build_object('name', t.relation_name, 'bytes', t.total_bytes))
    from (select s.relation_name, s.total_bytes from known as s where s.chosen and s.total_bytes > 0
          order by s.total_bytes desc, s.relation_name, s.database_id limit 2) as t), '[]') as largest,
  coalesce((
    select jsonb_agg(n.schema_name order by n.schema_name)
    from (select distinct a.schema_name from caretaker_store.relation as a
          where :database::bigint is null or a.database_id = :database::bigint order by a.schema_name limit 200) as n), '[]') as schemas
from known as s
order by all_tables;
