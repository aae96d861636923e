-- Connectivity
-- The database answers. Caretaker tries with each round of the collector, every five minutes.
-- scope: database
-- reads: store
-- :warning  numeric  <20>  Minutes since the newest sample
-- :critical  numeric  <60>  Minutes since the newest sample; no answer at all is always critical
with contact as (
  select
    d.name,
    d.contact_error,
    d.contact_at,
    round(extract(epoch from :at::timestamptz - d.sampled_at)::numeric / 60, 1) as minutes
  from caretaker_store.database as d
  where d.id = :database::bigint
)
select
  case when c.contact_error is not null or c.minutes > :critical::numeric then 'critical'
    when c.minutes > least(:warning::numeric, :critical::numeric) then 'warning'
    when c.contact_at is null then 'unknown'
    else 'ok' end as severity,
  c.name as target,
  c.minutes as measure,
  'min' as unit,
  case when c.contact_error is not null then c.contact_error
    when c.minutes > least(:warning::numeric, :critical::numeric) then format('The newest sample is %s minutes old, limit %s.',
      to_char(c.minutes, 'FM999,999,999,999,990'), least(:warning::numeric, :critical::numeric))
    when c.contact_at is null then 'It has not been reached yet.'
    else 'Database connectivity OK' end as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from contact as c
order by target;
