-- Vacuum
-- Tables against their own autovacuum thresholds, and the age of their oldest transaction ids: 100 at a time.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of schema.table
-- :filter  text  <>  due, off, tuned, old, never, or empty
-- :sort  text  <share>  name, dead, share, floor, vacuumed, analyzed, age or multixact
-- :down  boolean  <true>  Largest first
-- :offset  bigint  <0>  Rows before the page
with tables as (
  select
    s.database_name,
    s.environment,
    s.zone,
    r.*,
    r.dead_rows::numeric / nullif(r.dead_threshold, 0) as share,
    r.dead_rows > r.dead_threshold and r.dead_rows >= 1000 as is_due,
    greatest(r.vacuumed_at, r.autovacuumed_at) as last_vacuum,
    greatest(r.analyzed_at, r.autoanalyzed_at) as last_analyze,
    r.xid_age::numeric / r.freeze_max_age as xid_share,
    r.mxid_age::numeric / r.multixact_freeze_max_age as mxid_share
  from caretaker_store.seen as s
  cross join lateral jsonb_to_recordset(s.rows) as r(schema_name text, relation_name text, is_system boolean, estimated_rows bigint, dead_rows bigint,
    dead_threshold bigint, row_bytes bigint, changed_rows bigint, analyze_threshold bigint, is_on boolean, is_tuned boolean, xid_age bigint, mxid_age bigint,
    freeze_max_age bigint, multixact_freeze_max_age bigint, vacuumed_at timestamptz, autovacuumed_at timestamptz, analyzed_at timestamptz,
    autoanalyzed_at timestamptz, autovacuums bigint)
  where s.series = 'vacuum'
    and (:database::bigint is null or s.database_id = :database::bigint)
), matching as (
  select t.*
  from tables as t
  where (strpos(lower(t.schema_name || '.' || t.relation_name), lower(:search)) > 0)
    and (not t.is_system or :search <> '' or :filter = 'old')
    and case :filter
          when 'due' then t.is_due
          when 'off' then not t.is_on
          when 'tuned' then t.is_tuned
          when 'old' then t.xid_share >= 0.5 or t.mxid_share >= 0.5
          when 'never' then t.last_vacuum is null and coalesce(t.estimated_rows, 1) > 0
          else true end
), keyed as (
  select
    m.*,
    case :sort when 'dead' then m.dead_rows when 'floor' then m.dead_threshold * m.row_bytes when 'vacuumed' then extract(epoch from m.last_vacuum)
      when 'analyzed' then extract(epoch from m.last_analyze) when 'age' then m.xid_age when 'multixact' then m.mxid_age when 'share' then m.share end as sort_key
  from matching as m
)
select
  k.database_name,
  k.environment,
  k.zone,
  k.schema_name,
  k.relation_name,
  k.estimated_rows,
  k.dead_rows,
  k.dead_threshold,
  k.share,
  k.dead_rows * k.row_bytes as dead_bytes,
  k.dead_threshold * k.row_bytes as floor_bytes,
  k.is_due,
  k.is_on,
  k.is_tuned,
  k.last_vacuum,
  k.autovacuumed_at is not distinct from k.last_vacuum as vacuum_automatic,
  k.last_analyze,
  k.changed_rows > k.analyze_threshold and k.changed_rows >= 1000 as is_stale,
  k.changed_rows,
  k.analyze_threshold,
  k.xid_age,
  k.xid_share,
  k.mxid_age,
  k.mxid_share
from keyed as k
order by
  case when :down::boolean then k.sort_key end desc nulls last,
  case when not :down::boolean then k.sort_key end nulls first,
  case when :sort = 'name' and :down::boolean then k.schema_name || '.' || k.relation_name end desc,
  k.schema_name, k.relation_name, k.database_name
limit 100
offset :offset::bigint;
