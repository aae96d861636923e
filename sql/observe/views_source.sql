-- Views: metadata
-- Where a table materialized_view_metadata stands, and whether this login may read it.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.database_name,
  r.source,
  s.login,
  bool_and(r.may_read) as may_read,
  count(r.view_name) as views
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(source text, may_read boolean, view_name text)
where s.series = 'refreshes'
  and (:database::bigint is null or s.database_id = :database::bigint)
group by s.database_name, r.source, s.login
order by s.database_name, r.source;
