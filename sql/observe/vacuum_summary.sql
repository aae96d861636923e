-- Vacuum: summary
-- How many tables are past their threshold and why, and how old the oldest transaction ids are.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of schema.table
-- :filter  text  <>  due, off, tuned, old, never, or empty
with tables as (
  select
    r.*,
    r.dead_rows > r.dead_threshold and r.dead_rows >= 1000 as is_due,
    greatest(r.vacuumed_at, r.autovacuumed_at) is null and coalesce(r.estimated_rows, 1) > 0 as is_never,
    r.xid_age >= 0.5 * r.freeze_max_age or r.mxid_age >= 0.5 * r.multixact_freeze_max_age as is_old,
    strpos(lower(r.schema_name || '.' || r.relation_name), lower(:search)) > 0 and (not r.is_system or :search <> '' or :filter = 'old') as is_found
  from caretaker_store.seen as s
  cross join lateral jsonb_to_recordset(s.rows) as r(schema_name text, relation_name text, is_system boolean, estimated_rows bigint, dead_rows bigint,
    dead_threshold bigint, row_bytes bigint, is_on boolean, is_tuned boolean, xid_age bigint, mxid_age bigint, freeze_max_age bigint,
    multixact_freeze_max_age bigint, vacuumed_at timestamptz, autovacuumed_at timestamptz)
  where s.series = 'vacuum'
    and (:database::bigint is null or s.database_id = :database::bigint)
)
select
  count(*) filter (where not t.is_system) as tables,
  (select count(*) from caretaker_store.relation as r
   where r.kind not in ('partitioned', 'foreign table') and (:database::bigint is null or r.database_id = :database::bigint)) as known,
  count(*) filter (where t.is_found and case :filter when 'due' then t.is_due when 'off' then not t.is_on when 'tuned' then t.is_tuned
    when 'old' then t.is_old when 'never' then t.is_never else true end) as found,
  count(*) filter (where t.is_due and not t.is_system) as due,
  count(*) filter (where not t.is_on and not t.is_system) as switched_off,
  count(*) filter (where t.is_tuned and not t.is_system) as tuned,
  count(*) filter (where t.is_never and not t.is_system) as never,
  count(*) filter (where t.is_old) as old,
  coalesce(sum(t.dead_rows) filter (where not t.is_system), 0) as dead_rows,
  coalesce(sum(t.dead_rows * t.row_bytes) filter (where not t.is_system), 0) as dead_bytes
from tables as t
order by tables;
