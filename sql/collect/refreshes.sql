-- Refreshes of materialized views
-- What a table materialized_view_metadata says, wherever it stands; nothing when there is none. The table may have more or fewer columns.
-- every: 5 minutes
-- scope: database
-- key: source, view_name
-- history: records_processed, refresh_duration_seconds
select
  pg_catalog.format('%I.%I', n.nspname, c.relname) as source,
  pg_catalog.has_table_privilege(c.oid, 'select') as may_read,
  m.doc ->> 'view_name' as view_name,
  (m.doc ->> 'last_refreshed')::timestamptz as last_refreshed,
  (m.doc ->> 'records_processed')::numeric as records_processed,
  (m.doc ->> 'refresh_duration_seconds')::numeric as refresh_duration_seconds
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join lateral xmltable('/table/row' passing case when pg_catalog.has_table_privilege(c.oid, 'select') and pg_catalog.has_schema_privilege(n.oid, 'usage')
  then pg_catalog.query_to_xml(pg_catalog.format('select to_jsonb(t) as doc from %I.%I as t order by 1 limit 500', n.nspname, c.relname), true, false, '')
  else '<table/>'::xml end columns doc jsonb path 'doc') as m on true
where c.relname = 'materialized_view_metadata'
  and c.relkind in ('r', 'p', 'v')
order by source, view_name;
