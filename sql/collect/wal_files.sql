-- Files of the WAL
-- How much WAL lies on the server's disk, and how many files wait for the archive. Needs the role pg_monitor.
-- every: 5 minutes
-- scope: server
-- history: files, bytes, waiting
select
  count(*) as files,
  coalesce(sum(w.size), 0) as bytes,
  (select count(*) from pg_catalog.pg_ls_archive_statusdir() as a where a.name like '%.ready') as waiting
from pg_catalog.pg_ls_waldir() as w
order by files;
