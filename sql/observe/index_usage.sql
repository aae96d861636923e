-- Index usage
-- Every index with its scans since the counters were reset, the most used first: what the command indexes prints.
select
  n.nspname as schemaname,
  t.relname as tablename,
  c.relname as indexname,
  s.idx_scan as scans,
  s.idx_tup_read as tuples_read,
  s.idx_tup_fetch as tuples_fetched,
  b.size_bytes,
  pg_catalog.pg_size_pretty(b.size_bytes) as size,
  i.indisunique as is_unique,
  i.indisvalid as is_valid
from pg_catalog.pg_stat_user_indexes as s
join pg_catalog.pg_index as i on i.indexrelid = s.indexrelid
join pg_catalog.pg_class as c on c.oid = s.indexrelid
join pg_catalog.pg_class as t on t.oid = s.relid
join pg_catalog.pg_namespace as n on n.oid = t.relnamespace
cross join lateral (
  -- an index that somebody holds exclusively would make this wait: its page count serves
  select case when exists (select from pg_catalog.pg_locks as l where l.relation = c.oid and l.mode = 'AccessExclusiveLock' and l.granted)
    then c.relpages::bigint * pg_catalog.current_setting('block_size')::integer
    else pg_catalog.pg_relation_size(c.oid) end as size_bytes) as b
where n.nspname not in ('caretaker', 'caretaker_store')
order by s.idx_scan desc, n.nspname, t.relname, c.relname;
