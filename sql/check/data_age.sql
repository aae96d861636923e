-- Data age
-- The oldest row of each policy beside its keep. Rows may stay a little longer than they are kept: until the routine comes round.
-- scope: database
-- reads: store
-- :warning  numeric  <7>  Days beyond the keep
-- :critical  numeric  <30>  Days beyond the keep
-- :floor  numeric  <1>  Rows past their time below which it does not matter
with aged as (
  select
    p.name,
    p.schema_name || '.' || p.table_name as target,
    p.keep,
    c.oldest,
    c.oldest_at,
    c.due_rows,
    c.error,
    c.taken_at,
    round(extract(epoch from :at::timestamptz - c.oldest_at)::numeric / 3600) as hours,
    case when p.keep <> 'forever' then round(extract(epoch from (:at::timestamptz - p.keep::interval) - c.oldest_at)::numeric / 86400, 1) end as beyond
  from caretaker_store.policy as p
  left join caretaker_store.cleanup_sample as c on c.policy_id = p.id and c.policy_version = p.version
  where p.database_id = :database::bigint
)
select
  'ok' as severity,
  a.name as target,
  a.hours as measure,
  'h' as unit,
  format('Oldest row of %s: %s (age: %sh)', a.target, to_char(a.oldest_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), a.hours) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from aged as a
where a.oldest_at is not null
union all
select
  'unknown',
  a.name,
  null,
  null,
  format('%s: %s', a.name, coalesce(a.error, 'its rows have not been counted yet')),
  null,
  null
from aged as a
where a.error is not null
  or a.taken_at is null
union all
select
  case when a.beyond > :critical::numeric then 'critical' else 'warning' end,
  a.name,
  a.beyond,
  'days',
  format('The oldest row of %s is of %s, %s days past its keep of %s, limit %s days; %s %s due.', a.target,
    to_char(a.oldest_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC', to_char(a.beyond, 'FM999,999,990.0'), a.keep,
    least(:warning::numeric, :critical::numeric), to_char(a.due_rows, 'FM999,999,999,999,990'), case when a.due_rows = 1 then 'row is' else 'rows are' end),
  null,
  null
from aged as a
where a.due_rows >= :floor::numeric
  and a.beyond > least(:warning::numeric, :critical::numeric)
order by severity, measure desc nulls last, target;
