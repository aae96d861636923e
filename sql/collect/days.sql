-- Rows by day
-- How the rows of each table lie over the days of its time columns, as the planner's statistics tell; nothing is counted. values with their shares are
-- days or moments that occur often; between two bounds lie equally many of the other rows. Only columns this login may read have statistics.
-- every: 1 hour
-- scope: database
select
  n.nspname::text as schema_name,
  c.relname::text as relation_name,
  a.attname::text as column_name,
  c.reltuples::bigint as estimated_rows,
  s.null_frac as null_share,
  coalesce(to_jsonb(s.most_common_vals::text::text[]), '[]') as values,
  coalesce(to_jsonb(s.most_common_freqs), '[]') as shares,
  coalesce(to_jsonb(s.histogram_bounds::text::text[]), '[]') as bounds,
  greatest(pg_catalog.pg_stat_get_last_analyze_time(c.oid), pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid)) as analyzed_at
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_stats as s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname and s.inherited = (c.relkind = 'p')
where c.relkind in ('r', 'p', 'm')
  and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
  and (c.reltuples >= 1000 or c.relkind = 'p')
  and a.atttypid in ('pg_catalog.date'::regtype, 'pg_catalog.timestamp'::regtype, 'pg_catalog.timestamptz'::regtype)
order by c.reltuples desc, n.nspname, c.relname, a.attnum
limit 500;
