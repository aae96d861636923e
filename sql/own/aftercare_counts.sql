-- How often a table was vacuumed and analysed by hand or by us.
select
  coalesce(pg_catalog.pg_stat_get_vacuum_count(:name::regclass), 0) as vacuums,
  coalesce(pg_catalog.pg_stat_get_analyze_count(:name::regclass), 0) as analyzes
order by vacuums;
