-- Tables: map
-- The forty largest tables that match, for the treemap; the rest is one tile.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of schema.table
-- :schema  text  <>  One schema
-- :filter  text  <>  growing, dead, unvacuumed, large, policy, or empty
with matching as materialized (
  select
    r.database_id,
    r.oid,
    r.database_name,
    r.schema_name,
    r.relation_name,
    r.total_bytes,
    r.grown_bytes,
    r.base_bytes,
    r.dead_rows,
    r.estimated_rows,
    r.policies
  from caretaker_store.relation_state as r
  where (:database::bigint is null or r.database_id = :database::bigint)
    and r.kind <> 'partition'
    and r.total_bytes > 0
    and (:search = '' or strpos(lower(r.schema_name || '.' || r.relation_name), lower(:search)) > 0)
    and (:schema = '' or r.schema_name = :schema)
    and case :filter
          when 'growing' then r.is_growing
          when 'dead' then r.is_dead
          when 'unvacuumed' then r.is_unvacuumed
          when 'large' then r.is_large
          when 'policy' then r.policies > 0
          else true end
), largest as materialized (
  select
    m.database_id,
    m.oid,
    row_number() over () as rank
  from (
    select n.*
    from matching as n
    order by n.total_bytes desc, n.database_name, n.schema_name, n.relation_name, n.oid
    limit 40
  ) as m
), ranked as (
  select
    m.*,
    coalesce(l.rank, 41) as rank
  from matching as m
  left join largest as l on l.database_id = m.database_id and l.oid = m.oid
)
select
  r.rank,
  case when count(*) = 1 then min(r.database_name) end as database_name,
  case when count(*) = 1 then min(r.schema_name) end as schema_name,
  case when count(*) = 1 then min(r.relation_name) end as relation_name,
  count(*) as tables,
  sum(r.total_bytes)::bigint as total_bytes,
  sum(r.grown_bytes) / nullif(sum(r.base_bytes), 0) as grown_share,
  sum(r.dead_rows) / nullif(sum(r.dead_rows) + sum(r.estimated_rows), 0) as dead_share,
  min(r.policies) as policies
from ranked as r
group by r.rank
order by r.rank;
