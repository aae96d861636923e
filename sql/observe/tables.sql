-- Tables
-- Tables of the store's newest samples, 100 at a time, with their policies and 90 days of history; partitions only under the parent asked for.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of schema.table
-- :schema  text  <>  One schema
-- :filter  text  <>  growing, dead, unvacuumed, large, policy, or empty
-- :parent  text  <>  schema.table of the partitioned table that is expanded
-- :sort  text  <size>  Column: name, rows, size, growth, dead, share, vacuumed, analyzed
-- :down  boolean  <true>  Descending
-- :offset  bigint  <0>  Rows to leave out
-- :at  timestamptz  <2026-01-01T00:00:00Z>  Now
with parents as materialized (
  select p.*
  from caretaker_store.relation_state as p
  where p.kind = 'partitioned'
    and p.schema_name || '.' || p.relation_name = :parent
    and (:database::bigint is null or p.database_id = :database::bigint)
), matching as (
  select
    r.database_id,
    r.oid,
    r.database_name,
    coalesce(p.schema_name, r.schema_name) as family_schema,
    coalesce(p.relation_name, r.relation_name) as family_name,
    coalesce(p.total_bytes, r.total_bytes) as family_bytes,
    p.oid is not null as is_child,
    case :sort
      when 'rows' then coalesce(p.estimated_rows, r.estimated_rows)
      when 'growth' then coalesce(p.grown_bytes, r.grown_bytes)
      when 'dead' then coalesce(p.dead_rows, r.dead_rows)
      when 'share' then coalesce(p.dead_share, r.dead_share)
      when 'vacuumed' then extract(epoch from coalesce(p.vacuumed_at, r.vacuumed_at))
      when 'analyzed' then extract(epoch from coalesce(p.analyzed_at, r.analyzed_at))
      when 'size' then coalesce(p.total_bytes, r.total_bytes) end::double precision * case when :down::boolean then -1 else 1 end as family_number,
    r.total_bytes,
    r.schema_name,
    r.relation_name
  from caretaker_store.relation_state as r
  left join parents as p on r.kind = 'partition' and p.database_id = r.database_id and p.oid = r.parent_oid
  where (:database::bigint is null or r.database_id = :database::bigint)
    and (r.kind <> 'partition' or p.oid is not null)
    and (:search = '' or strpos(lower(coalesce(p.schema_name || '.' || p.relation_name, r.schema_name || '.' || r.relation_name)), lower(:search)) > 0)
    and (:schema = '' or r.schema_name = :schema)
    and case :filter
          when 'growing' then coalesce(p.is_growing, r.is_growing)
          when 'dead' then coalesce(p.is_dead, r.is_dead)
          when 'unvacuumed' then coalesce(p.is_unvacuumed, r.is_unvacuumed)
          when 'large' then coalesce(p.is_large, r.is_large)
          when 'policy' then coalesce(p.policies, r.policies) > 0
          else true end
), page as (
  select
    m.database_id,
    m.oid,
    m.is_child,
    row_number() over () as position
  from (
    select n.*
    from matching as n
    order by n.database_name, n.family_number nulls last,
      case when :sort = 'name' and :down::boolean then n.family_schema || '.' || n.family_name end desc,
      case when :sort <> 'name' then n.family_bytes end desc nulls last,
      n.family_schema, n.family_name, n.is_child, n.total_bytes desc, n.schema_name, n.relation_name, n.oid
    limit 100
    offset :offset::bigint
  ) as m
)
select
  m.database_name,
  m.environment,
  m.zone,
  m.oid,
  m.schema_name,
  m.relation_name,
  m.kind,
  p.is_child,
  case when m.kind = 'partitioned'
    then (select count(*) from caretaker_store.relation as c where c.database_id = m.database_id and c.parent_oid = m.oid) else 0 end as partitions,
  m.estimated_rows,
  m.heap_bytes,
  m.index_bytes,
  m.toast_bytes,
  m.total_bytes,
  m.size_exact,
  m.dead_rows,
  m.dead_share,
  coalesce(m.is_dead, false) as many_dead,
  m.vacuumed_at,
  m.analyzed_at,
  coalesce(m.is_unvacuumed, false) as unvacuumed,
  m.grown_bytes,
  m.base_at,
  coalesce(m.is_growing, false) as growing,
  coalesce((
    select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'keep', p.keep, 'action', p.action, 'dueRows', s.due_rows, 'oldest', s.oldest) order by p.name)
    from caretaker_store.policy as p
    left join caretaker_store.cleanup_sample as s on s.policy_id = p.id
    where p.database_id = m.database_id
      and p.schema_name = m.schema_name
      and p.table_name = m.relation_name), '[]') as policies,
  (select jsonb_agg(jsonb_build_array(extract(epoch from g.t)::bigint, h.bytes) order by g.t)
   from (select greatest(:at::timestamptz - interval '90 days', min(f.taken_at)) as since
         from caretaker_store.relation_sample as f
         where f.database_id = m.database_id and f.oid = m.oid and f.taken_at > :at::timestamptz - interval '92 days') as f
   cross join generate_series(0, 30) as k
   cross join lateral (select f.since + (:at::timestamptz - f.since) * k / 30 as t) as g
   cross join lateral (
     select s.heap_bytes + s.index_bytes + s.toast_bytes as bytes
     from caretaker_store.relation_sample as s
     where s.database_id = m.database_id and s.oid = m.oid and s.taken_at <= g.t and s.taken_at > g.t - interval '2 days'
       and s.taken_at > :at::timestamptz - interval '92 days' and s.taken_at <= :at::timestamptz -- leaves out partitions before it begins
     order by s.taken_at desc
     limit 1) as h) as history
from page as p
join caretaker_store.relation_state as m on m.database_id = p.database_id and m.oid = p.oid
order by p.position;
