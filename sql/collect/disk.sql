-- Disk
-- What tablespaces and WAL hold, where this login may see it. PostgreSQL does not tell how much is free: where its data directory is readable for the console,
-- on the same machine, total_bytes, free_bytes and device are added, else the reason.
-- every: 15 minutes
-- scope: server
-- key: kind, name
-- history: size_bytes, total_bytes, free_bytes
select
  'data' as kind,
  'data directory' as name,
  (select s.setting from pg_catalog.pg_settings as s where s.name = 'data_directory') as location,
  null::bigint as size_bytes,
  pg_catalog.pg_postmaster_start_time() as started_at
union all
select
  'tablespace',
  t.spcname::text,
  nullif(pg_catalog.pg_tablespace_location(t.oid), ''),
  case when pg_catalog.pg_has_role('pg_read_all_stats', 'usage') or pg_catalog.has_tablespace_privilege(t.oid, 'create') then pg_catalog.pg_tablespace_size(t.oid) end,
  null
from pg_catalog.pg_tablespace as t
union all
select 'wal', 'pg_wal', null,
  case when pg_catalog.has_function_privilege('pg_catalog.pg_ls_waldir()', 'execute') then
    (xpath('//bytes/text()', pg_catalog.query_to_xml('select sum(w.size) as bytes from pg_catalog.pg_ls_waldir() as w', false, true, '')))[1]::text::bigint end,
  null
order by kind, name;
