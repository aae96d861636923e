-- Failed maintenance
-- Runs that failed or were interrupted within the last day.
-- scope: database
-- reads: store
-- :warning  numeric  <0>  Runs that are tolerated
-- :critical  numeric  <3>  Runs that are tolerated
-- :hours  numeric  <24>  How long a failed run is remembered
with failed as (
  select
    l.title,
    count(*)::numeric as runs,
    (array_agg(l.id order by l.id desc))[1] as newest,
    (array_agg(coalesce(l.details ->> 'error', l.reason, 'no reason was kept') order by l.id desc))[1] as why
  from caretaker_store.maintenance_log as l
  where l.database_id = :database::bigint
    and l.parent_id is null
    and l.status in ('failed', 'interrupted')
    and l.started_at > :at::timestamptz - :hours::numeric * interval '1 hour'
  group by l.title
)
select
  case when f.runs > :critical::numeric then 'critical' else 'warning' end as severity,
  f.title as target,
  f.runs as measure,
  'runs' as unit,
  format('Run %s: %s', f.newest, f.why) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from failed as f
where f.runs > least(:warning::numeric, :critical::numeric)
order by target;
