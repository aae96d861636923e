-- Server: extensions
-- Installed extensions, those with a newer version on the server first.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.database_name,
  r.name,
  r.version,
  r.default_version,
  r.schema_name,
  r.is_outdated,
  r.description
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(name text, version text, default_version text, schema_name text, is_outdated boolean, description text)
where s.series = 'extensions'
  and (:database::bigint is null or s.database_id = :database::bigint)
order by r.is_outdated desc, s.database_name, r.name
limit 100;
