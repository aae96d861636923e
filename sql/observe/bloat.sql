-- Bloat
-- Tables and indexes with what is wasted in them: as measured where that is known, else as estimated; 100 at a time, with counts of all that match.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of schema.name
-- :filter  text  <>  much, table, index, unknown, or empty
-- :sort  text  <wasted>  wasted, share, size, name or taken
-- :down  boolean  <true>  Largest first
-- :offset  bigint  <0>  Rows before the page
with objects as (
  select
    d.id as database_id,
    d.name as database_name,
    d.environment,
    d.zone,
    b.oid,
    b.kind,
    coalesce(i.schema_name, r.schema_name) as schema_name,
    coalesce(i.index_name, r.relation_name) as object_name,
    coalesce(i.table_name, r.relation_name) as table_name,
    b.method,
    b.taken_at,
    coalesce(b.total_bytes, i.size_bytes, r.heap_bytes) as total_bytes,
    b.wasted_bytes,
    b.wasted_bytes::numeric / nullif(b.total_bytes, 0) as share,
    b.unknown,
    e.wasted_bytes as estimated_bytes,
    case when b.method = 'estimate' then f.unknown end as refused,
    coalesce(i.method = 'btree', b.kind = 'table') as is_measurable
  from (
    -- What was measured counts; what could not be measured does not hide an estimate.
    select distinct on (a.database_id, a.oid) a.*
    from caretaker_store.bloat as a
    where :database::bigint is null
       or a.database_id = :database::bigint
    order by a.database_id, a.oid, a.unknown is not null, a.method desc
  ) as b
  join caretaker_store.database as d on d.id = b.database_id
  left join caretaker_store.relation as r on b.kind = 'table' and r.database_id = b.database_id and r.oid = b.oid
  left join caretaker_store.index as i on b.kind = 'index' and i.database_id = b.database_id and i.oid = b.oid
  left join caretaker_store.bloat as e on e.database_id = b.database_id and e.oid = b.oid and e.method = 'estimate' and b.method = 'measured'
  left join caretaker_store.bloat as f on f.database_id = b.database_id and f.oid = b.oid and f.method = 'measured'
  where coalesce(i.oid, r.oid) is not null
), searched as (
  select
    o.*,
    -- Both a share and a floor, so that a small table is never a problem.
    coalesce(o.share >= 0.5 and o.wasted_bytes >= 10485760, false) as is_critical,
    coalesce(o.share >= 0.3 and o.wasted_bytes >= 10485760, false) as is_much
  from objects as o
  where strpos(lower(o.schema_name || '.' || o.object_name), lower(:search)) > 0
), matching as (
  select s.*
  from searched as s
  where case :filter
          when 'much' then s.is_much
          when 'table' then s.kind = 'table'
          when 'index' then s.kind = 'index'
          when 'unknown' then s.unknown is not null
          else true end
), counts as (
  select
    count(*) as objects,
    count(*) filter (where s.is_much) as much,
    count(*) filter (where s.kind = 'table') as tables,
    count(*) filter (where s.kind = 'index') as indexes,
    count(*) filter (where s.unknown is not null) as unknowns,
    coalesce(sum(s.wasted_bytes), 0) as wasted,
    coalesce(sum(s.total_bytes) filter (where s.wasted_bytes is not null), 0) as judged,
    count(*) filter (where s.method = 'measured' and s.unknown is null) as measured,
    (select count(*) from matching) as found
  from searched as s
)
select
  c.objects,
  c.much,
  c.tables,
  c.indexes,
  c.unknowns,
  c.wasted,
  c.judged,
  c.measured,
  c.found,
  coalesce((
    select jsonb_agg(to_jsonb(p) order by p.position)
    from (
      select
        m.*,
        row_number() over (order by
          case when :down::boolean then case :sort when 'wasted' then m.wasted_bytes when 'share' then m.share when 'size' then m.total_bytes when 'taken' then extract(epoch from m.taken_at) end end desc nulls last,
          case when not :down::boolean then case :sort when 'wasted' then m.wasted_bytes when 'share' then m.share when 'size' then m.total_bytes when 'taken' then extract(epoch from m.taken_at) end end nulls last,
          case when :sort = 'name' and :down::boolean then m.schema_name || '.' || m.object_name end desc,
          case when :sort <> 'name' then m.total_bytes end desc nulls last,
          m.schema_name, m.object_name, m.database_name) as position
      from matching as m
      order by position
      limit 100
      offset :offset::bigint
    ) as p), '[]') as rows
from counts as c
order by c.objects;
