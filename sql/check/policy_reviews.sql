-- Policies to be reviewed
-- The day on which somebody wanted to look at a policy again.
-- scope: database
-- reads: store
-- :warning  numeric  <0>  Days past the review
-- :critical  numeric  <90>  Days past the review
with past as (
  select
    p.name,
    p.review,
    p.owner,
    ((:at::timestamptz at time zone d.zone)::date - p.review)::numeric as measure
  from caretaker_store.policy as p
  join caretaker_store.database as d on d.id = p.database_id
  where p.database_id = :database::bigint
)
select
  case when p.measure > :critical::numeric then 'critical' else 'warning' end as severity,
  p.name as target,
  p.measure,
  'days' as unit,
  format('Its review was due %s%s.', p.review, coalesce(', owner ' || p.owner, '')) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from past as p
where p.measure > least(:warning::numeric, :critical::numeric)
order by target;
