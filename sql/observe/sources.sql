-- Sources
-- When each series a page shows was read, what stopped it, and what the login lacks to see all of it; a row for each database and series.
-- :database  bigint  <1>  Id of one database, null for all
-- :series  text  <vacuum,horizon>  Names, separated by commas
select
  d.id as database_id,
  d.name as database_name,
  d.zone,
  d.login,
  n.series,
  s.taken_at,
  s.took_ms,
  s.error,
  p.is_superuser,
  p.reads_stats,
  p.reads_settings,
  p.signals,
  coalesce(p.in_recovery, d.in_recovery, false) as in_recovery
from caretaker_store.database as d
cross join unnest(string_to_array(:series, ',')) with ordinality as n(series, position)
left join caretaker_store.series as s on s.database_id = d.id and s.series = n.series
left join caretaker_store.series as k on k.database_id = d.id and k.series = 'powers'
left join lateral jsonb_to_recordset(k.rows) as p(is_superuser boolean, reads_stats boolean, reads_settings boolean, signals boolean, in_recovery boolean) on true
where :database::bigint is null
   or d.id = :database::bigint
order by d.name, n.position;
