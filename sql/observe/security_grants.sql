-- Security: grants to everybody
-- What PUBLIC may do in each database, the most dangerous first.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.database_name,
  r.kind,
  r.object,
  r.privileges,
  r.owner,
  case
    when r.object in ('caretaker.cleanup_statistics', 'caretaker.materialized_view_metadata', 'caretaker.storage') and r.privileges = 'SELECT' then 'ok'
    when r.kind = 'schema' and r.privileges like '%CREATE%' then 'warning'
    when r.privileges ~ 'INSERT|UPDATE|DELETE|TRUNCATE' then 'critical'
    when r.kind = 'database' and r.privileges like '%CREATE%' then 'warning'
    when r.kind in ('table', 'view', 'materialized view') then 'warning'
    else 'ok' end as verdict,
  case
    when r.object in ('caretaker.cleanup_statistics', 'caretaker.materialized_view_metadata', 'caretaker.storage') and r.privileges = 'SELECT' then 'published by Caretaker: figures about tables and views, no rows of them'
    when r.kind = 'schema' and r.privileges like '%CREATE%' then 'everybody may create objects that others then call by name'
    when r.privileges ~ 'INSERT|UPDATE|DELETE|TRUNCATE' then 'everybody may change its rows'
    when r.kind = 'database' then case when r.privileges like '%CREATE%' then 'everybody may create schemas' else 'PostgreSQL''s default: everybody may connect' end
    when r.kind in ('table', 'view', 'materialized view') then 'everybody may read it'
    when r.kind like 'function%' then 'runs as ' || r.owner || ' for whoever calls it'
    else '' end as why,
  case
    when r.kind = 'database' then format('revoke %s on database %I from public;', lower(r.privileges), r.object)
    when r.kind = 'schema' then format('revoke %s on schema %I from public;', lower(r.privileges), r.object)
    when r.kind like 'function%' then format('revoke execute on function %s from public;', r.object)
    when r.kind = 'sequence' then format('revoke %s on sequence %s from public;', lower(r.privileges), r.object)
    else format('revoke %s on %s from public;', lower(r.privileges), r.object) end as remedy
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(kind text, object text, privileges text, owner text)
where s.series = 'grants'
  and (:database::bigint is null or s.database_id = :database::bigint)
order by case when r.privileges ~ 'INSERT|UPDATE|DELETE|TRUNCATE' then 0 when r.kind = 'schema' then 1 when r.kind = 'database' then 3 else 2 end, s.database_name, r.kind, r.object
limit 200;
