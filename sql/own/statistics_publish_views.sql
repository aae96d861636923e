-- The third part of it: refreshes of materialized views. What was written by whoever refreshed stays until a later refresh is seen.
with seen as materialized (
  select n."viewName" as view_name, n."relationName" as relation_name, n."lastRefreshed" as last_refreshed, n."recordsProcessed" as records_processed,
    n."refreshDurationSeconds" as refresh_duration_seconds
  from jsonb_to_recordset(:views::jsonb) as n ("viewName" text, "relationName" text, "lastRefreshed" timestamptz, "recordsProcessed" bigint, "refreshDurationSeconds" numeric)
), gone as (
  delete from caretaker.materialized_view_metadata as m
  where not exists (select from seen as n where m.view_name in (n.view_name, n.relation_name))
)
insert into caretaker.materialized_view_metadata as m (view_name, last_refreshed, records_processed, refresh_duration_seconds)
select n.view_name, n.last_refreshed, n.records_processed, n.refresh_duration_seconds
from seen as n
on conflict (view_name) do update
set last_refreshed = excluded.last_refreshed, records_processed = excluded.records_processed, refresh_duration_seconds = excluded.refresh_duration_seconds, updated_at = now()
where excluded.last_refreshed > coalesce(m.last_refreshed, '-infinity') + interval '10 minutes'
   or excluded.refresh_duration_seconds is not null
     and m.refresh_duration_seconds is null
     and excluded.last_refreshed > coalesce(m.last_refreshed, '-infinity') - interval '10 minutes'
returning m.view_name;
