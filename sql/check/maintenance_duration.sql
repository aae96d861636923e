-- Duration of routines
-- The newest run of each routine beside the time it should take: a daily one a quarter of an hour, a weekly one an hour, or the routine's own budget.
-- scope: database
-- reads: store
-- :warning  numeric  <100>  Per cent of the time it should take
-- :critical  numeric  <300>  Per cent of the time it should take
-- :daily  numeric  <15>  Minutes of a routine that runs each day or more often
-- :weekly  numeric  <60>  Minutes of a routine that runs less often
-- :floor  numeric  <1>  Minutes below which the share does not matter
with newest as (
  select distinct on (r.id)
    r.name,
    l.id as run,
    extract(epoch from l.ended_at - l.started_at)::numeric / 60 as minutes,
    coalesce(r.budget_minutes, case when r.schedule ~ '^\S+ +\S+ +\* +\* +\*$' then :daily::numeric else :weekly::numeric end) as budget
  from caretaker_store.routine as r
  join caretaker_store.maintenance_log as l on l.routine_id = r.id and l.parent_id is null
  where r.database_id = :database::bigint
    and l.ended_at is not null
    and l.status in ('done', 'done_with_remainder', 'stopped')
  order by r.id, l.started_at desc, l.id desc
)
select
  case when 100 * n.minutes / n.budget > :critical::numeric then 'critical' else 'warning' end as severity,
  n.name as target,
  round(100 * n.minutes / n.budget, 1) as measure,
  '%' as unit,
  format('Run %s took %s min of %s min.', n.run, round(n.minutes, 1), n.budget) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from newest as n
where n.minutes >= :floor::numeric
  and n.budget > 0
  and 100 * n.minutes / n.budget > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
