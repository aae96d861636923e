-- Disk
-- What tablespaces and WAL hold, where this login may see it. PostgreSQL does not tell how much is free.
-- every: 15 minutes
-- scope: server
-- key: kind, name
-- history: size_bytes
select
  'tablespace' as kind,
  t.spcname::text as name,
  nullif(pg_catalog.pg_tablespace_location(t.oid), '') as location,
  case when pg_catalog.pg_has_role('pg_read_all_stats', 'usage') or pg_catalog.has_tablespace_privilege(t.oid, 'create') then pg_catalog.pg_tablespace_size(t.oid) end as size_bytes
from pg_catalog.pg_tablespace as t
union all
select 'wal', 'pg_wal', null,
  case when pg_catalog.has_function_privilege('pg_catalog.pg_ls_waldir()', 'execute') then
    (xpath('//bytes/text()', pg_catalog.query_to_xml('select sum(w.size) as bytes from pg_catalog.pg_ls_waldir() as w', false, true, '')))[1]::text::bigint end
order by kind, name;
